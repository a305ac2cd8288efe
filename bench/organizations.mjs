// Organizations as a CRM has them: names of several scripts, some with an address, labels, several owners.
import { random } from '../tests/crash/random.mjs';

const names = [
    ['Norte', 'Acme', 'Blue River', 'Hansen', 'Møller', 'Østergård', 'Großmann', 'Crédit Lyonnais', 'Señorita', 'Łódź'],
    ['Vidros', 'Logistics', 'Consulting', 'Maschinenbau', 'Énergie', 'Håndværk', 'Żeglarz', 'Partners', 'Foods', 'Studio'],
    ['GmbH', 'Ltd', 'S.A.', 'AS', 'Sp. z o.o.', 'Lda', 'BV', 'Inc.', 'AG', 'Oy'],
];
const namesElsewhere = ['株式会社東京', '上海贸易有限公司', 'Газпром Нефть', 'Αθήνα Τρόφιμα', 'شركة النور', 'חברת הדרור', '서울전자', 'ไทยการค้า'];
const cities = [
    ['Genève', 'Switzerland', 'GE'],
    ['Porto', 'Portugal', 'Norte'],
    ['København', 'Denmark', 'Hovedstaden'],
    ['München', 'Germany', 'Bayern'],
    ['Kraków', 'Poland', 'Małopolska'],
    ['New York', 'United States', 'NY'],
];
const streets = ['Rue du Rhône', 'Hauptstraße', 'Rua das Flores', 'Vesterbrogade', 'ul. Długa', '5th Avenue'];

function nameOf(draw) {
    const number = draw.between(1, 99_999);
    if (draw.chance(0.2)) return `${draw.pick(namesElsewhere)} ${number}`;
    return `${names.map((words) => draw.pick(words)).join(' ')} ${number}`;
}

function addressOf(draw) {
    const [locality, country, region] = draw.pick(cities);
    const [route, number] = [draw.pick(streets), String(draw.between(1, 300))];
    const postalCode = String(draw.between(1000, 99_999));
    const value = `${route} ${number}, ${postalCode} ${locality}, ${country}`;
    return {
        value,
        route,
        street_number: number,
        postal_code: postalCode,
        locality,
        admin_area_level_1: region,
        country,
        formatted_address: value,
    };
}

function organization(draw, ownerIds) {
    const object = { name: nameOf(draw), owner_id: draw.pick(ownerIds) };
    if (draw.chance(0.5)) object.label_ids = [draw.between(1, 4)];
    if (draw.chance(0.4)) object.address = addressOf(draw);
    return object;
}

// v1 takes an address as one text, v2 in parts.
export function* organizationsV2(count, seed, ownerIds) {
    const draw = random(seed);
    for (let i = 0; i < count; i += 1) yield organization(draw, ownerIds);
}

export function* organizationsV1(count, seed, ownerIds) {
    for (const { address, ...rest } of organizationsV2(count, seed, ownerIds)) {
        yield address ? { ...rest, address: address.value } : rest;
    }
}

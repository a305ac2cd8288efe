#include "app/demo_files.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace stele::app {

namespace {

constexpr std::int64_t numbers_with_files = 100;
constexpr std::int64_t numbers_between = 5;

struct Sample {
    std::string_view name;
    std::string_view content_type;
    std::string_view description;
    std::string_view bytes;
};

constexpr Sample samples[] = {
    {"price list.csv", "text/csv", "Valid from January",
     "item,unit,price\npane 4 mm,m2,31.50\npane 6 mm,m2,44.20\nfitting,piece,8.90\n"},
    {"minutes.txt", "text/plain", "",
     "Visit on site\n\n- delivery in spring, in two parts\n- they want longer terms of payment\n- next call in two weeks\n"},
    {"contact.vcf", "text/vcard", "From their web page",
     "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Front desk\r\nTEL:+351 22 000 00 00\r\nEND:VCARD\r\n"},
};

Result<domain::NewFile> store(domain::Blobs& blobs, domain::CompanyId company, const Sample& sample) {
    auto spooled = SpooledFile::create(blobs.spool_folder());
    if (!spooled) return fail(spooled);
    if (auto written = spooled->write(sample.bytes); !written) return fail(written);
    auto blob = blobs.put(company, std::move(*spooled));
    if (!blob) return fail(blob);
    domain::NewFile file;
    file.name = sample.name;
    file.content_type = sample.content_type;
    file.description = sample.description;
    file.size = static_cast<std::int64_t>(sample.bytes.size());
    file.blob_id = std::move(*blob);
    return file;
}

}  // namespace

Result<std::vector<DemoFile>> store_demo_files(domain::Blobs& blobs, domain::CompanyId company, std::int64_t first,
                                               std::int64_t count) {
    std::vector<DemoFile> files;
    for (std::int64_t number = first; number < std::min(first + count, numbers_with_files); ++number) {
        if (number % numbers_between != 0) continue;
        const auto which = static_cast<std::size_t>(number / numbers_between) % std::size(samples);
        auto file = store(blobs, company, samples[which]);
        if (!file) return fail(file);
        files.push_back({number, std::move(*file)});
    }
    return files;
}

}  // namespace stele::app

#include "dialect/identity.h"

namespace stele::dialect {

namespace {

std::unexpected<Error> no_such_key(bool is_bearer) {
    return fail(ErrorCode::unauthenticated, std::string(is_bearer ? invalid_bearer : "no such key"));
}

// Fetches a company's directory, where it is not at hand.
class LookUp final : public domain::Work {
   public:
    using Then = std::move_only_function<void(Result<domain::DirectoryPtr>)>;
    explicit LookUp(Then then) : then_(std::move(then)) {}

    Result<void> run(domain::Transaction& transaction) noexcept override {
        auto found = transaction.directory();
        if (!found) return fail(found);
        directory_ = std::move(*found);
        return {};
    }
    void done(Result<void> outcome) noexcept override {
        then_(outcome ? Result<domain::DirectoryPtr>(std::move(directory_)) : fail(outcome));
    }

   private:
    Then then_;
    domain::DirectoryPtr directory_;
};

}  // namespace

Result<Claim> claim_of(const http::Request& request, const CredentialRules& rules) {
    const auto credential = find_credential(request, rules);
    if (!credential) return fail(credential);
    const auto key = domain::parse_key(credential->text);
    if (!key) return no_such_key(credential->is_bearer);
    return Claim{*key, credential->is_bearer};
}

Result<Identity> identify(const Claim& claim, domain::DirectoryPtr directory) {
    if (directory == nullptr) return no_such_key(claim.is_bearer);
    const domain::Key* key = domain::find_active_key(*directory, claim.key.hash);
    if (key == nullptr) return no_such_key(claim.is_bearer);
    return Identity{std::move(directory), key};
}

Result<RateKey> rate_key_of(const Claim& claim, domain::DirectoryPtr directory) {
    const auto identity = identify(claim, std::move(directory));
    if (!identity) return fail(identity);
    return RateKey{claim.key.company_id, identity->key->id};
}

void look_up_directory(domain::Engine& engine, domain::CompanyId company, LookUp::Then then) {
    engine.submit(domain::Access::read, company, std::make_unique<LookUp>(std::move(then)));
}

}  // namespace stele::dialect

// The fixture of the suites that run on every engine.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "store/fixture.h"

namespace stele::tests {

// Two companies, 1 and 2, each with one admin, who is user 1. What a test leaves behind must pass check().
class Contract : public testing::TestWithParam<EngineKind> {
   protected:
    Contract() {
        make_company(engine(), 1);
        make_company(engine(), 2);
    }
    ~Contract() override { EXPECT_EQ(draws_deals_ ? findings_beside_deals(engine()) : findings(engine()), ""); }

    [[nodiscard]] domain::Engine& engine() { return house_->engine(); }
    [[nodiscard]] House& house() { return *house_; }

    std::unique_ptr<House> house_ = GetParam().make({});
    bool draws_deals_ = false;  // the test writes counters of deals, and ids of pictures, but neither
};

inline std::string engine_name(const testing::TestParamInfo<EngineKind>& info) { return info.param.name; }

}  // namespace stele::tests

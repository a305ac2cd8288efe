#include "app/fixture.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "app/open_store.h"

namespace stele::app {

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "stele-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void Folder::write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }

CompanyFolder::CompanyFolder(const Clock* clock) {
    auto opened = open_store({folder_.path("data"), {}}, true, clock != nullptr ? *clock : clock_, *log_);
    if (!opened) std::abort();
    engine_ = std::move(*opened);
    EXPECT_EQ(create_first_company(*engine_, "Acme", "ann@acme.example").status, 0);
}

CompanyFolder::~CompanyFolder() { engine_->stop(); }

Outcome CompanyFolder::run(const std::string& name, std::map<std::string, std::string> arguments,
                           domain::CompanyId company) {
    return run_command(*engine_, {name, company, std::move(arguments)});
}

std::string CompanyFolder::output(const std::string& name, std::map<std::string, std::string> arguments,
                                  domain::CompanyId company) {
    const Outcome outcome = run(name, std::move(arguments), company);
    EXPECT_EQ(outcome.status, 0) << name << ": " << outcome.error;
    return outcome.output;
}

domain::DirectoryPtr CompanyFolder::directory(domain::CompanyId company) {
    const auto directory = engine_->directory(company);
    EXPECT_TRUE(directory);
    return directory ? *directory : nullptr;
}

}  // namespace stele::app

// A data folder with one company, which goes away with the test.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/commands.h"
#include "base/clock.h"
#include "domain/store.h"

namespace stele::app {

class Folder {
   public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::string path(const std::string& name = {}) const { return path_ / name; }
    void write(const std::string& name, const std::string& text) const;

   private:
    std::filesystem::path path_;
};

class CompanyFolder {
   public:
    CompanyFolder() : CompanyFolder(nullptr) {}
    explicit CompanyFolder(const Clock& clock) : CompanyFolder(&clock) {}
    ~CompanyFolder();

    [[nodiscard]] domain::Engine& engine() { return *engine_; }
    // Of a command of company 1 unless said otherwise.
    Outcome run(const std::string& name, std::map<std::string, std::string> arguments = {}, domain::CompanyId company = 1);
    // That succeeds: what it prints.
    std::string output(const std::string& name, std::map<std::string, std::string> arguments = {},
                       domain::CompanyId company = 1);
    [[nodiscard]] domain::DirectoryPtr directory(domain::CompanyId company = 1);

   private:
    explicit CompanyFolder(const Clock* clock);

    Folder folder_;
    SystemClock clock_;
    std::unique_ptr<Log> log_ = make_silent_log();
    std::unique_ptr<domain::Engine> engine_;
};

}  // namespace stele::app

# SPDX-License-Identifier: Apache-2.0
# The rooms of the collector alone, in a file of their own: no proof of a test
# stands on what nothing in the runner or on the device is made of.
iec_room(evidence DEPENDS iec_base iec_record iec_report OpenSSL::Crypto
         nlohmann_json::nlohmann_json)
iec_room(collect DEPENDS iec_base iec_catalogue iec_lava iec_profile iec_record
         simdjson::simdjson ZLIB::ZLIB nlohmann_json::nlohmann_json)
iec_embed(iec_collect kCipTests
          ${CMAKE_CURRENT_SOURCE_DIR}/collect/cip_tests.txt)
iec_room(fleet DEPENDS iec_base iec_catalogue iec_collect iec_record iec_report
         nlohmann_json::nlohmann_json Threads::Threads ZLIB::ZLIB)
iec_room(redact DEPENDS iec_base iec_record nlohmann_json::nlohmann_json)
if(CMAKE_BUILD_TYPE MATCHES "Rel")
  # Gigabytes of logs and results pass here; the collector need not be small.
  target_compile_options(iec_collect PRIVATE -O2)
  target_compile_options(iec_fleet PRIVATE -O2)
endif()

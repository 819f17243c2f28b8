// SPDX-License-Identifier: Apache-2.0
// The C library's questions to the device's name service, answered by none.
//
// In a static program they load modules of the device, which ends it with a
// crash on a device of another C library. Nobody here asks them; libraries
// that we link have code that would. Defined here, that code finds these
// instead: addresses and ports are numbers, and users have no names. It also
// keeps the resolver out of the program.
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>

namespace {

// What one freeaddrinfo() gives back.
struct NumericAddress {
  addrinfo info;
  sockaddr_storage address;
};

bool ParsePort(const char* service, uint16_t* port) {
  *port = 0;
  if (service == nullptr) return true;
  const std::string_view text(service);
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), *port);
  return error == std::errc() && end == text.data() + text.size();
}

// No name at all is the address to listen on, or this machine itself.
bool FillAddress(const char* node, bool passive, uint16_t port,
                 NumericAddress* out) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  if (node == nullptr) node = passive ? "0.0.0.0" : "127.0.0.1";
  if (inet_pton(AF_INET, node, &v4.sin_addr) == 1) {
    std::memcpy(&out->address, &v4, sizeof v4);
    out->info.ai_family = AF_INET;
    out->info.ai_addrlen = sizeof v4;
    return true;
  }
  if (inet_pton(AF_INET6, node, &v6.sin6_addr) == 1) {
    std::memcpy(&out->address, &v6, sizeof v6);
    out->info.ai_family = AF_INET6;
    out->info.ai_addrlen = sizeof v6;
    return true;
  }
  return false;
}

// Nothing was found, which is no error.
int NoUser(passwd** result) {
  *result = nullptr;
  return 0;
}

}  // namespace

extern "C" {

int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                addrinfo** result) {
  auto found =
      std::unique_ptr<NumericAddress>(new (std::nothrow) NumericAddress{});
  if (found == nullptr) return EAI_MEMORY;
  const bool passive = hints != nullptr && (hints->ai_flags & AI_PASSIVE) != 0;
  uint16_t port = 0;
  if (!ParsePort(service, &port)) return EAI_SERVICE;
  if (!FillAddress(node, passive, port, found.get())) return EAI_NONAME;
  if (hints != nullptr && hints->ai_family != AF_UNSPEC &&
      hints->ai_family != found->info.ai_family) {
    return EAI_FAMILY;
  }
  found->info.ai_socktype = hints != nullptr && hints->ai_socktype != 0
                                ? hints->ai_socktype
                                : SOCK_STREAM;
  if (hints != nullptr) found->info.ai_protocol = hints->ai_protocol;
  found->info.ai_addr = reinterpret_cast<sockaddr*>(&found->address);
  *result = &found.release()->info;
  return 0;
}

void freeaddrinfo(addrinfo* info) {
  // The addrinfo is the first member of what was made.
  delete reinterpret_cast<NumericAddress*>(info);
}

passwd* getpwnam(const char*) { return nullptr; }

int getpwuid_r(uid_t, passwd*, char*, size_t, passwd** result) {
  return NoUser(result);
}

// What glob(3) calls for a "~" and a "~user", by the names they have in there.
int GlobUser(const char*, passwd*, char*, size_t,
             passwd** result) asm("__getpwnam_r");
int GlobUser(const char*, passwd*, char*, size_t, passwd** result) {
  return NoUser(result);
}

int GlobLogin(char*, size_t) asm("__getlogin_r");
int GlobLogin(char*, size_t) { return ENXIO; }

}  // extern "C"

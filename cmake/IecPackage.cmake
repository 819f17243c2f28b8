# SPDX-License-Identifier: Apache-2.0
# The Debian package iec-runner, of the install component `runner`:
#   cmake --build --preset release --target package
set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL runner)
set(CPACK_STRIP_FILES ON)
# Some files have their place outside of the prefix.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_PACKAGE_CONTACT "${IEC_PACKAGE_CONTACT}")
set(CPACK_COMPONENT_RUNNER_DESCRIPTION
    "tests this device against IEC 62443-4-2
Test cases for the security requirements that IEC 62443-4-2 has for components
of industrial automation and control systems. They run as root on the device
itself and leave a record of what was tried, expected and found. What a test
changes is undone after it, also after a crash or a power cut, and at the
latest when this package is removed.

One static program without dependencies.")
set(CPACK_DEBIAN_RUNNER_PACKAGE_NAME iec-runner)
set(CPACK_DEBIAN_RUNNER_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_RUNNER_PACKAGE_SECTION admin)

# The changelog and every time in the package are of the release, so that
# equal files make an equal package.
set(scripts ${CMAKE_CURRENT_BINARY_DIR}/package)
file(WRITE ${scripts}/epoch.cmake
     "set(ENV{SOURCE_DATE_EPOCH} ${IEC_RELEASE_TIME})\n")
set(CPACK_PROJECT_CONFIG_FILE ${scripts}/epoch.cmake)
foreach(script IN ITEMS prerm postrm)
  configure_file(${CMAKE_SOURCE_DIR}/runner/package/${script}.in
                 ${scripts}/${script} @ONLY FILE_PERMISSIONS
                 OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                 WORLD_READ WORLD_EXECUTE)
endforeach()
# A profile that was changed on the device survives an upgrade.
file(CONFIGURE OUTPUT ${scripts}/conffiles CONTENT "@IEC_PROFILE_PATH@\n" @ONLY)
set(CPACK_DEBIAN_RUNNER_PACKAGE_CONTROL_EXTRA
    ${scripts}/prerm ${scripts}/postrm ${scripts}/conffiles)
set(CPACK_DEBIAN_RUNNER_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)

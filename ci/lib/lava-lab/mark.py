# SPDX-License-Identifier: Apache-2.0
# Writes the licence into a PNG file, as a comment where tools that look at the
# head of each file find it. Standard input to standard output.
import struct
import sys
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER = len(SIGNATURE) + 25  # the IHDR chunk, always the first one

picture = sys.stdin.buffer.read()
if not picture.startswith(SIGNATURE):
    sys.exit("error: standard input is no PNG file")
body = b"tEXtCopyright\0SPDX-License-Identifier: Apache-2.0"
chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
sys.stdout.buffer.write(picture[:HEADER] + chunk + picture[HEADER:])

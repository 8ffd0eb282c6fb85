using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Journals;

/// <summary>Writes bytes into a file at a position. Tests give another one, which fails as a full disk does.</summary>
internal delegate void WriteBytes(SafeFileHandle file, ReadOnlySpan<byte> bytes, long position);

namespace Shared.Connect;

/// <summary>The first byte of a frame.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,

    /// <summary>The payload is compressed as the stream's <c>Connect-Content-Encoding</c> says.</summary>
    Compressed = 0x01,

    /// <summary>The payload is the <see cref="EndOfStream"/>, and nothing follows.</summary>
    End = 0x02,
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AgentComputer.ReferenceBackend.Ssh;

/// <summary>A public key of SSH, as a line of <c>authorized_keys</c> has it: its type, its bytes in base64, and a comment.</summary>
internal sealed record SshPublicKey
{
    private const int FewestBitsOfRsa = 1024;
    private const int MostBytes = 16 * 1024;
    private const byte Uncompressed = 4;

    private SshPublicKey(string type, byte[] blob, string comment) => (Type, Blob, Comment) = (type, blob, comment);

    /// <summary>The type, for example <c>ssh-ed25519</c>.</summary>
    public string Type { get; }

    /// <summary>What SSH compares and signs.</summary>
    public byte[] Blob { get; }

    /// <summary>What stands behind the key; empty if nothing does.</summary>
    public string Comment { get; }

    /// <summary>The fingerprint as <c>ssh-keygen -l</c> shows it.</summary>
    public string Fingerprint => $"SHA256:{Convert.ToBase64String(SHA256.HashData(Blob)).TrimEnd('=')}";

    /// <summary>The key in one line, without what stood around it.</summary>
    public override string ToString() => $"{Type} {Convert.ToBase64String(Blob)}{(Comment.Length == 0 ? "" : $" {Comment}")}";

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="fault">What is wrong with the line, as the end of a sentence that names it; null if nothing is.</param>
    /// <returns>The key; null if the line is no public key that SSH takes.</returns>
    public static SshPublicKey? Parse(string line, out string? fault)
    {
        var parts = line.Trim().Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        if (line.AsSpan().Trim().ContainsAny('\n', '\r', '\0') || parts.Length < 2)
        {
            fault = line.Contains("PRIVATE KEY", StringComparison.Ordinal)
                ? "is a private key, which never leaves its owner; send the line of the file that ends in .pub"
                : "is not one line of the form 'ssh-ed25519 AAAA… comment'";
            return null;
        }

        var (type, comment) = (parts[0], parts.Length > 2 ? parts[2].Trim() : "");
        if (Shapes.GetValueOrDefault(type) is not { } shape)
        {
            fault = $"has the type '{type}', which is none of {string.Join(", ", Shapes.Keys)}";
            return null;
        }

        if (parts[1].Length > MostBytes || !TryDecode(parts[1], out var blob))
        {
            fault = "has a second part that is not base64";
            return null;
        }

        var reader = new Reader(blob);
        var isWhole = reader.Text() == type && shape(reader) && reader.IsAtEnd;
        fault = isWhole ? null : $"is damaged: its bytes are not those of a key of the type '{type}'";
        return isWhole ? new(type, blob, comment) : null;
    }

    private static Dictionary<string, Func<Reader, bool>> Shapes { get; } = new(StringComparer.Ordinal)
    {
        ["ssh-ed25519"] = key => key.Bytes() is { Length: 32 },
        ["ecdsa-sha2-nistp256"] = key => IsPoint(key, "nistp256", 32),
        ["ecdsa-sha2-nistp384"] = key => IsPoint(key, "nistp384", 48),
        ["ecdsa-sha2-nistp521"] = key => IsPoint(key, "nistp521", 66),
        ["ssh-rsa"] = key => key.BitsOfNumber() > 1 && key.BitsOfNumber() >= FewestBitsOfRsa,
        ["sk-ssh-ed25519@openssh.com"] = key => key.Bytes() is { Length: 32 } && key.Text() is { Length: > 0 },
        ["sk-ecdsa-sha2-nistp256@openssh.com"] = key => IsPoint(key, "nistp256", 32) && key.Text() is { Length: > 0 },
    };

    private static bool IsPoint(Reader key, string curve, int size) =>
        key.Text() == curve && key.Bytes() is { } point && point.Length == 1 + (2 * size) && point[0] == Uncompressed;

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        // Spaces inside are refused, which .NET would skip: the text has none, because spaces divide the parts of the line.
        var isBase64 = Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == text;
        bytes = bytes[..length];
        return isBase64;
    }

    /// <summary>Reads the fields of a key, each of which has its length before it.</summary>
    private sealed class Reader(byte[] blob)
    {
        private int _position;

        public bool IsAtEnd => _position == blob.Length;

        /// <summary>The next field; null if the key ends before it does.</summary>
        public byte[]? Bytes()
        {
            if (blob.Length - _position < sizeof(uint))
            {
                return null;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(blob.AsSpan(_position));
            _position += sizeof(uint);
            if (length > (uint)(blob.Length - _position))
            {
                return null;
            }

            _position += (int)length;
            return blob[(_position - (int)length).._position];
        }

        public string? Text() => Bytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

        /// <summary>How many bits a number has that is positive and written as shortly as possible; 0 for any other field.</summary>
        public int BitsOfNumber()
        {
            if (Bytes() is not { Length: > 0 } bytes || bytes[0] >= 0x80 || (bytes[0] == 0 && (bytes.Length == 1 || bytes[1] < 0x80)))
            {
                return 0;
            }

            var first = bytes[0] == 0 ? 1 : 0;
            return (8 * (bytes.Length - first - 1)) + (32 - int.LeadingZeroCount(bytes[first]));
        }
    }
}

using System.Security.Cryptography;

namespace Testing.Engine;

/// <summary>Hashes, for what is too long to be compared in a message.</summary>
internal static class Hashes
{
    public static string Sha256(this byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

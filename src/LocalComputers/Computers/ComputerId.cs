using System.Security.Cryptography;

namespace LocalComputers.Computers;

/// <summary>Makes the ids that this backend gives as a provider: of computers and of commands.</summary>
internal static class ComputerId
{
    public static string New() => "local-" + Random();

    public static string NewExec() => "exec_" + Random();

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}

namespace Flapjack.ReferenceBackend.Usage;

/// <summary>Whose key pays for a call of a model, in the words of the wire.</summary>
internal static class KeySource
{
    public const string Platform = "platform";

    /// <summary>The key is the user's own ("bring your own key").</summary>
    public const string Byok = "byok";

    /// <summary>
    /// Of several calls that are counted together: <see cref="Byok"/> only if a key of the user paid for each of them, because the platform's bill holds the
    /// rest. The trace tells the source of each call.
    /// </summary>
    /// <param name="before">Of the calls before; null for none.</param>
    /// <param name="next">Of the next call.</param>
    public static string Together(string? before, string next) => before is null || before == next ? next : Platform;
}

namespace Shared.Hosting;

/// <summary>The rule for an API key that somebody chooses for a backend, instead of a key that the backend makes.</summary>
internal static class FixedKey
{
    // Lists and logs show twelve characters of a key. What they don't show must not be guessable.
    private const int Shortest = 20;
    private const int Longest = 256;

    /// <summary>Refuses a key that callers could not send, or that would be taken for something else. The message does not show the key.</summary>
    /// <param name="key">The key; null if the backend makes its own.</param>
    /// <param name="option">The name of the option.</param>
    /// <exception cref="ArgumentException">The key breaks the rule.</exception>
    public static void Validate(string? key, string option)
    {
        // A token with a dot is a JWT.
        if (key is not null && (key.Length is < Shortest or > Longest || !key.All(c => c is > ' ' and < '\x7f' and not '.')))
        {
            throw new ArgumentException($"{option} must be {Shortest} to {Longest} visible ASCII characters without a dot; the given key has {key.Length} characters.", option);
        }
    }
}

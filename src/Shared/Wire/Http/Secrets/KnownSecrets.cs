namespace Shared.Wire.Http.Secrets;

/// <summary>
/// The secrets that were seen: the first, and the newest 32. Keys rotate, and an answer may echo a key of before. The client and the ASP.NET Core
/// package are both built with this file.
/// </summary>
internal sealed class KnownSecrets
{
    // A provider that gives every call a key of its own must not fill the memory. Calls that are under way together have few keys.
    private const int MostSecrets = 32;

    private readonly string _first;

    // The newest first.
    private Known[] _known;

    /// <param name="first">The first secret; empty for none.</param>
    public KnownSecrets(string first)
    {
        _first = first;
        _known = first.Length < SecretSearch.ShortestSecret ? [] : [new(first)];
    }

    public bool AreNone => Volatile.Read(ref _known).Length == 0;

    /// <summary>Searches for one more secret from now on, beside those of before.</summary>
    public void Learn(string secret)
    {
        var known = Volatile.Read(ref _known);
        if (secret.Length < SecretSearch.ShortestSecret || known is [var newest, ..] && newest.Secret == secret)
        {
            return;
        }

        Known[] more;
        do
        {
            known = Volatile.Read(ref _known);
            more = [Array.Find(known, other => other.Secret == secret) ?? new(secret), .. known.Where(other => other.Secret != secret).Where((other, place) => place < MostSecrets - 1 || other.Secret == _first)];
        }
        while (Interlocked.CompareExchange(ref _known, more, known) != known);
    }

    public bool IsIn(string text) => Array.Exists(Volatile.Read(ref _known), known => known.Search.Value.IsIn(text));

    /// <summary>The text with a mark in each place where a secret stood.</summary>
    /// <param name="text">The text as it came.</param>
    /// <param name="mark">Makes the mark out of the characters that it replaces.</param>
    public string Replace(string text, Func<string, string> mark) =>
        Volatile.Read(ref _known).Aggregate(text, (shown, known) => known.Search.Value.Replace(shown, mark));

    private sealed class Known(string secret)
    {
        public string Secret => secret;

        public Lazy<SecretSearch> Search { get; } = new(() => new(secret));
    }
}

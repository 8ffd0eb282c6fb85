namespace Flapjack.Sdk.AspNetCore.Credentials;

/// <summary>
/// Remembers the nonces of the questions that were answered, so that a recorded question is answered once: in this process, the latest 100,000, each for as
/// long as its question could verify. Only nonces of genuine questions come in, so nobody without the secret can push others out.
/// </summary>
internal sealed class SeenNonces(TimeProvider time)
{
    private const int Capacity = 100_000;

    // The clock of the sender may be ahead by the tolerance, and then the question verifies for the tolerance after that.
    private static readonly TimeSpan Retention = 2 * CredentialSignature.Tolerance;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<(string Nonce, DateTimeOffset At)> _byAge = new();

    /// <returns>False if the nonce was here before.</returns>
    public bool TryAdd(string nonce)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            // A nonce that is as old as the retention allows can still be the nonce of a question that verifies, so it is kept.
            while (_byAge.TryPeek(out var oldest) && (now - oldest.At > Retention || _byAge.Count >= Capacity))
            {
                _seen.Remove(_byAge.Dequeue().Nonce);
            }

            if (!_seen.Add(nonce))
            {
                return false;
            }

            _byAge.Enqueue((nonce, now));
            return true;
        }
    }
}

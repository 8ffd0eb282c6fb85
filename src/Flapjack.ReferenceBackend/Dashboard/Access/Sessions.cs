using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Flapjack.ReferenceBackend.Dashboard.Access;

/// <summary>Who may see the pages: the token of the newest link, which opens once, and the browsers that a link has opened. Nothing of it is stored.</summary>
internal sealed class Sessions
{
    private const int Bytes = 32;

    // Somebody who opens more browsers than this has to open the oldest of them again.
    private const int Most = 32;

    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _opened = [];
    private byte[]? _link;

    /// <summary>Makes the token of a new link. The link before it opens nothing any more.</summary>
    public string NewLink()
    {
        var token = NewToken();
        lock (_lock)
        {
            _link = Hash(token);
        }

        return token;
    }

    /// <summary>Uses up the token of the link.</summary>
    /// <returns>The secret of the browser that has opened it; null if the token is another, or was used before.</returns>
    public string? Open(string token)
    {
        lock (_lock)
        {
            if (_link is null || !CryptographicOperations.FixedTimeEquals(_link, Hash(token)))
            {
                return null;
            }

            _link = null;
            var secret = NewToken();
            _opened.Enqueue(Hash(secret));
            if (_opened.Count > Most)
            {
                _opened.Dequeue();
            }

            return secret;
        }
    }

    /// <summary>Whether a link was opened by the browser that has this secret.</summary>
    public bool IsOpen(string secret)
    {
        var hash = Hash(secret);
        lock (_lock)
        {
            return _opened.Any(opened => CryptographicOperations.FixedTimeEquals(opened, hash));
        }
    }

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

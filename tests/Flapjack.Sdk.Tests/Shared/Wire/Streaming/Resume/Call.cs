using System.Text;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>One request that came in on a connection of its own, and the means to answer it.</summary>
internal sealed class Call(RawConnection connection, string body)
{
    public RawConnection Connection => connection;

    public string Line => connection.RequestLine[..^" HTTP/1.1".Length];

    public string Body => body;

    public string? Key => Header("Idempotency-Key");

    public string? Header(string name) => connection.Header(name);

    /// <summary>Begins a stream of events.</summary>
    public async Task<Call> Streams(string frames = "", string headers = Wired.Announced)
    {
        await connection.Write(Wired.Head(headers) + frames);
        return this;
    }

    /// <summary>Sends a stream of events as far as it goes, and closes the connection.</summary>
    public async Task Cuts(string frames = "", string headers = Wired.Announced)
    {
        await Streams(frames, headers);
        connection.Close();
    }

    /// <summary>Sends a whole answer that is no stream.</summary>
    public async Task Answers(int status, string body = "{}", string headers = Wired.Announced, string type = "application/json")
    {
        await connection.Write($"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nConnection: close\r\n{headers}"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        connection.Close();
    }
}

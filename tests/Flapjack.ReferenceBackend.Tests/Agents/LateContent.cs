using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Agents;

/// <summary>A body that is sent when the test says so.</summary>
internal sealed class LateContent : HttpContent
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _text;

    public LateContent(string text)
    {
        _text = Encoding.UTF8.GetBytes(text);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Ends when the server has asked for the body: what it decides before it reads a body is decided then.</summary>
    public Task Asked => _asked.Task.WaitAsync(TestBackend.Patience);

    public void Send() => _sent.SetResult();

    /// <summary>The request with this body; the body waits for the server's <c>100 Continue</c>.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path) => new(method, path) { Content = this, Headers = { ExpectContinue = true } };

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _asked.SetResult();
        await _sent.Task;
        await stream.WriteAsync(_text);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _text.Length;
        return true;
    }
}

using System.Text.Json;
using Flapjack.Sdk.Settings;
using Flapjack.Sdk.Tests.Wire;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk.Tests.Http.Uploads;

/// <summary>The client's end of the wire, for uploads alone.</summary>
internal sealed class Sender : IDisposable
{
    private readonly HttpClient? _stub;
    private readonly WireHttp _http;

    public Sender(Uri address, Action<FlapjackClientOptions>? configure = null)
    {
        var settings = ClientSettings.From(TestClient.Options(address, configure)).Http;
        _http = new(Connections.Create(settings), settings, typeof(FlapjackClient));
    }

    public Sender(Uri address, SocketsHttpHandler handler)
    {
        var settings = ClientSettings.From(TestClient.Options(address)).Http;
        PrimaryHandlerSetup.KeepPromises(handler, settings);
        _stub = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http = new(Connections.Of(_stub, handler), settings, typeof(FlapjackClient));
    }

    public Sender(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, Action<FlapjackClientOptions>? configure = null)
    {
        var settings = ClientSettings.From(TestClient.Options(new("http://flapjack.test"), configure)).Http;
        _stub = new(new StubHandler(answer)) { Timeout = Timeout.InfiniteTimeSpan };
        _http = new(Connections.Of(_stub), settings, typeof(FlapjackClient));
    }

    public Task<JsonElement> Send(UploadFile file, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        _http.UploadAsync($"/api/files", new MultipartBody("file", file, file.MediaType, progress).Text("title", "T"), BasicJson.Default.JsonElement, cancellationToken);

    public Task<JsonElement> Send(MultipartBody form) => _http.UploadAsync($"/api/files", form, BasicJson.Default.JsonElement, default);

    public void Dispose()
    {
        _http.Dispose();
        _stub?.Dispose();
    }
}

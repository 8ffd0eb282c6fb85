using System.Net;
using System.Text.Json;
using Architecture.Tests.Sources;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Architecture.Tests.OtherVendor;

/// <summary>The ground floor of the clients belongs to no vendor. That this project compiles, with the names of this folder, is half of the proof.</summary>
public sealed class OtherVendorTests
{
    [Fact]
    public void No_word_of_a_vendor_is_in_the_ground_floor_not_even_in_a_comment() =>
        VendorWords.In(SourceFiles.Under(Repository.PathTo("src", "Shared", "Wire"))).Should().BeEmpty("its words stand in src/Flapjack.Sdk/Wire");

    [Fact]
    public async Task A_refusal_is_read_and_told_as_the_vendor_has_it()
    {
        using var client = new HttpClient(new Refusing());
        using var connections = Connections.Of(client);
        using var http = new WireHttp(connections, Settings(), typeof(OtherVendorTests));

        var call = () => http.GetAsync($"/v1/computers/{"c 1"}", BasicJson.Default.JsonElement, CancellationToken.None);

        var refusal = (await call.Should().ThrowAsync<RefusedException>()).Which;
        refusal.Message.Should().Be("GET /v1/computers/c%201 was answered 404 not_found: no such computer (request r-7). Look at the list.");
        refusal.Facts.Should().BeEquivalentTo(new { StatusCode = HttpStatusCode.NotFound, Code = "not_found", Detail = "no such computer", RequestId = "r-7" });
    }

    private static WireSettings Settings() => new()
    {
        ApiKey = "ak_0123456789abcdef",
        ApiKeyPlace = "the test",
        Dialect = new()
        {
            Api = "the API of another vendor",
            ClientName = "OtherClient",
            OptionsName = "OtherOptions",
            AuthorizationScheme = "Token",
            RequestIdHeader = "Other-Request",
            ExtensionsHeader = "Other-Additions",
            HeaderPrefix = "Other-",
            HeartbeatExtensions = [],
            KeysAreKept = TimeSpan.FromDays(1),
            Telemetry = new("Other.Sdk", "other"),
            Errors = new(null, new ErrorRow(404, ErrorRow.Plain, "Look at the list.")),
            ReadError = ReadError,
        },
        BaseAddress = new("https://other.test"),
        ConnectTimeout = Timeout.InfiniteTimeSpan,
        ResponseTimeout = Timeout.InfiniteTimeSpan,
        StreamIdleTimeout = Timeout.InfiniteTimeSpan,
        MaxStreamFrameBytes = 1024,
        MaxRetries = 0,
        RetryDelay = TimeSpan.FromSeconds(1),
        MaxRetryAfter = TimeSpan.Zero,
        TimeProvider = TimeProvider.System,
        Redaction = new("ak_0123456789abcdef"),
    };

    // {"error":{"code","message"}}; a body of another shape, the page of a proxy for example, has no code and no message.
    private static ErrorBody ReadError(byte[] body) =>
        WireJson.IsJson(body) && WireJson.Parse(body) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("error", out var error)
            ? new(WireJson.TextOf(error, "code"), WireJson.TextOf(error, "message"), Reason: null)
            : default;

    private sealed class Refusing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization!.ToString().Should().Be("Token ak_0123456789abcdef");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound)
            {
                RequestMessage = request,
                Headers = { { "Other-Request", "r-7" } },
                Content = new StringContent("""{"error":{"code":"not_found","message":"no such computer"}}"""),
            });
        }
    }
}

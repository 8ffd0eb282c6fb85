using System.Net;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Dashboard;

/// <summary>A backend with pages, and a client that keeps cookies as a browser does.</summary>
public sealed class DashboardBrowser : IAsyncDisposable
{
    private readonly HttpClient _client;

    private DashboardBrowser(TestBackend server)
    {
        Server = server;
        _client = NewClient();
    }

    internal TestBackend Server { get; }

    internal FlapjackBackend Backend => Server.Backend;

    internal string Origin => Backend.BaseAddress.GetLeftPart(UriPartial.Authority);

    /// <summary>Starts a backend. The browser has not opened the link.</summary>
    internal static async Task<DashboardBrowser> StartClosedAsync(Action<FlapjackBackendOptions>? configure = null) => new(await TestBackend.StartAsync(options =>
    {
        options.Dashboard = true;
        configure?.Invoke(options);
    }));

    /// <summary>The same, with the link opened.</summary>
    internal static async Task<DashboardBrowser> StartAsync(Action<FlapjackBackendOptions>? configure = null)
    {
        var browser = await StartClosedAsync(configure);
        (await browser.GetAsync(browser.Backend.DashboardAddress!.PathAndQuery)).Status.Should().Be(200);
        return browser;
    }

    /// <summary>A client without cookies, which follows no redirection.</summary>
    internal HttpClient NewClient() => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = Backend.BaseAddress,
        Timeout = TestBackend.Patience,
    };

    internal Task<HttpAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => TestBackend.SendAsync(_client, HttpMethod.Get, path, null, headers);

    /// <summary>A page that must be there.</summary>
    internal async Task<string> PageAsync(string path)
    {
        var answer = await GetAsync(path);
        answer.Status.Should().Be(200, answer.Body);
        answer.ContentType.Should().Be("text/html; charset=utf-8");
        return answer.Body;
    }

    /// <summary>Posts a form as a button on a page of this backend does.</summary>
    internal Task<HttpAnswer> PressAsync(string path) => PostAsync(path, ("Origin", Origin));

    internal Task<HttpAnswer> PostAsync(string path, params (string Name, string Value)[] headers) => TestBackend.SendAsync(_client, HttpMethod.Post, path, "", headers);

    /// <summary>The frames of a live output, to its end.</summary>
    internal async Task<List<SseFrame>> ReadLiveAsync(string path)
    {
        using var stream = await OpenLiveAsync(path);
        return await stream.ReadFramesAsync();
    }

    internal Task<SseStream> OpenLiveAsync(string path) => SseStream.OpenAsync(_client, new(HttpMethod.Get, path));

    /// <summary>Runs a command to its end, and returns its id.</summary>
    internal async Task<string> RunAsync(string agent, string command) => (await Server.RunAsync(agent, command)).Frames[0].Data.GetProperty("execId").GetString()!;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }
}

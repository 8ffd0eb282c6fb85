using System.Net;
using Flapjack.Sdk.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.Tests.Http.Handlers;

/// <summary>A service that sends a request on to a stranger: whoever supplies the handler, the stranger gets no body and no key, and is not believed.</summary>
public sealed class RedirectTests : IDisposable
{
    private const string Secret = "hunter2";

    private static readonly Dictionary<string, (string Path, Func<FlapjackClient, Task> Call)> Calls = new()
    {
        ["exec"] = ("/api/agents/a1/computer/exec", client => client.RunComputerAsync("a1", new() { Command = $"echo {Secret}" })),
        ["create"] = ("/api/agents/from-template", client => client.CreateAgentFromTemplateAsync(new()
        {
            Name = "n",
            Template = ComputerTemplate.Blank,
            ExternalAppId = "app_1",
            EnvVars = [new("TOKEN", Secret)],
        })),
        ["config"] = ("/api/agents/a1/computer", client => client.UpdateComputerConfigAsync("a1", new() { Enabled = true })),
        ["delete"] = ("/api/agents/a1", client => client.DeleteAgentAsync("a1")),
        ["status"] = ("/api/agents/a1/computer/status", client => client.GetComputerStatusAsync("a1")),
        ["bootstrap"] = ("/api/agents/a1/computer/bootstrap/stream", client => client.StreamBootstrapAsync("a1").ToListAsync().AsTask()),
    };

    private static readonly Dictionary<string, Action<IHttpClientBuilder>> Handlers = new()
    {
        ["our own"] = _ => { },
        ["an HttpClientHandler"] = http => http.ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler()),
        ["a SocketsHttpHandler"] = http => http.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler()),
        ["UseSocketsHttpHandler"] = http => http.UseSocketsHttpHandler((handler, _) => handler.AllowAutoRedirect = true),
        ["a chain of handlers"] = http => http.ConfigurePrimaryHttpMessageHandler(() => new PassingHandler(new PassingHandler(new HttpClientHandler()))),
    };

    private readonly WireServer _service = new();
    private readonly WireServer _stranger = new();

    public void Dispose()
    {
        _service.Dispose();
        _stranger.Dispose();
    }

    public static TheoryData<string, int> PassedCalls
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var call in Calls.Keys)
            {
                foreach (var status in (int[])[301, 302, 303, 307, 308])
                {
                    data.Add(call, status);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(PassedCalls))]
    public async Task A_passed_client_that_follows_redirects_leaks_nothing_and_its_answer_is_not_believed(string call, int status)
    {
        Redirect(call, status);
        using var http = new HttpClient();
        using var client = TestClient.Over(http, _service.Address);

        var thrown = (await client.Invoking(c => Calls[call].Call(c).Soon()).Should().ThrowAsync<FlapjackProtocolException>()).Which;

        thrown.Message.Should().Contain(Calls[call].Path).And.Contain("AllowAutoRedirect").And.Contain("unknown");
        _service.Requests.Should().ContainSingle("such a failure is not repeated");
        StrangerKnowsNothing();
    }

    public static TheoryData<string, string, int> FactoryCalls
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var handler in Handlers.Keys)
            {
                foreach (var (call, status) in (IEnumerable<(string, int)>)[("exec", 307), ("exec", 302), ("create", 308), ("delete", 307), ("status", 301), ("bootstrap", 302)])
                {
                    data.Add(handler, call, status);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(FactoryCalls))]
    public async Task A_client_in_a_container_follows_no_redirect_whoever_gave_the_handler(string handler, string call, int status)
    {
        Redirect(call, status);
        var services = new ServiceCollection();
        Handlers[handler](services.AddFlapjack(Configure));
        Handlers[handler](services.AddKeyedFlapjack("one", Configure));
        await using var provider = services.BuildServiceProvider();

        foreach (var client in new[] { provider.GetRequiredService<FlapjackClient>(), provider.GetRequiredKeyedService<FlapjackClient>("one") })
        {
            var thrown = (await client.Invoking(c => Calls[call].Call(c).Soon()).Should().ThrowAsync<FlapjackApiException>()).Which;

            ((int)thrown.StatusCode).Should().Be(status);
            thrown.Message.Should().Contain("Redirects are not followed");
        }

        _stranger.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("exec", 302)]
    [InlineData("create", 301)]
    [InlineData("create", 303)]
    [InlineData("config", 303)]
    [InlineData("config", 300)]
    [InlineData("delete", 303)]
    public async Task A_redirect_to_the_same_address_makes_no_success_of_what_was_not_done(string call, int status)
    {
        // The handler asks again with GET and without the body; what that reads is no answer to the request.
        var (path, send) = Calls[call];
        _service.Answers(path, new Answer(status).With("Location", _service.Address + path), call is "exec" ? Answer.Events(Frames.Exec) : Answer.Json("""{"agent":{"id":"a9"}}"""));
        using var http = new HttpClient();
        using var client = TestClient.Over(http, _service.Address, options => options.MaxRetries = 0);

        var thrown = (await client.Invoking(c => send(c).Soon()).Should().ThrowAsync<FlapjackException>()).Which;

        thrown.Message.Should().Contain(path);
        _service.Requests.Skip(1).Where(request => request.Method != "GET" || request.Body.Length > 0).Should().BeEmpty();
    }

    [Theory]
    [InlineData(300)]
    [InlineData(304)]
    [InlineData(305)]
    [InlineData(399)]
    public async Task A_rare_status_with_a_location_is_no_answer_either(int status)
    {
        foreach (var call in Calls.Keys)
        {
            Redirect(call, status);
            using var http = new HttpClient();
            using var client = TestClient.Over(http, _service.Address);

            await client.Invoking(c => Calls[call].Call(c).Soon()).Should().ThrowAsync<FlapjackException>();
        }

        StrangerKnowsNothing();
    }

    [Fact]
    public async Task What_a_stranger_announces_is_not_believed()
    {
        // The question before a repeat is redirected; its answer would allow the repeat.
        var (path, _) = Calls["status"];
        _service.Answers(path, new Answer(302).With("Location", $"{_stranger.Address}/x"));
        _stranger.Answers("/x", Answer.Json("{}").With("Flapjack-Extensions", "idempotent-exec, resume, stop"));
        _service.Answers("/api/agents/a1/computer/exec", new Answer(502, "<html>"));
        using var http = new HttpClient();
        using var client = TestClient.Over(http, _service.Address);

        await client.Invoking(c => c.RunComputerAsync("a1", new() { Command = "x" }).Soon()).Should().ThrowAsync<FlapjackException>();

        _service.Requests.Count(request => request.Method == "POST").Should().Be(1);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_stream_that_is_opened_again_does_not_go_on_at_a_strangers(int status)
    {
        const string Frames = "id: 1\nevent: exec_started\ndata: {\"execId\":\"exec_1\"}\n\nid: 2\nevent: stdout\ndata: {\"chunk\":\"mine\"}\n\n";
        _service.Answers(Calls["exec"].Path, Answer.Events(Frames).With("Flapjack-Extensions", "idempotent-exec, resume"));
        _service.Answers("/api/agents/a1/computer/exec/exec_1", new Answer(status).With("Location", $"{_stranger.Address}/x"));
        _stranger.Answers("/x", Answer.Events("id: 3\nevent: exit\ndata: {\"ok\":true,\"exitCode\":0}\n\n").With("Flapjack-Extensions", "idempotent-exec, resume"));
        using var http = new HttpClient();
        using var client = TestClient.Over(http, _service.Address);

        var thrown = (await client.Invoking(c => Calls["exec"].Call(c).Soon()).Should().ThrowAsync<FlapjackStreamInterruptedException>()).Which;

        (thrown.ExecId, thrown.LastEventId).Should().Be(("exec_1", "2"));
        thrown.Message.Should().Contain("AllowAutoRedirect");
        StrangerKnowsNothing();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_that_repeats_by_itself_sends_no_command_twice(bool inContainer)
    {
        _service.Answers("/api/agents/a1/computer/exec", new Answer(503), Answer.Events(Frames.Exec));
        var services = new ServiceCollection();
        services.AddFlapjack(Configure).AddHttpMessageHandler(() => new RepeatingHandler());
        await using var provider = services.BuildServiceProvider();
        using var http = new HttpClient(new RepeatingHandler { InnerHandler = new HttpClientHandler() });
        using var passed = TestClient.Over(http, _service.Address);
        var client = inContainer ? provider.GetRequiredService<FlapjackClient>() : passed;

        var thrown = (await client.Invoking(c => c.RunComputerAsync("a1", new() { Command = "x" }).Soon()).Should().ThrowAsync<FlapjackProtocolException>()).Which;

        thrown.Message.Should().Contain("a second time").And.Contain("unknown");
        _service.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("exec", 307)]
    [InlineData("create", 303)]
    [InlineData("status", 302)]
    public async Task A_primary_handler_of_another_type_that_follows_redirects_is_not_believed_either(string call, int status)
    {
        Redirect(call, status);
        var services = new ServiceCollection();
        services.AddFlapjack(Configure).ConfigurePrimaryHttpMessageHandler(() => new OpaqueHandler());
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<FlapjackClient>().Invoking(c => Calls[call].Call(c).Soon()).Should().ThrowAsync<FlapjackProtocolException>();

        StrangerKnowsNothing();
    }

    [Fact]
    public async Task A_handler_that_only_looks_at_the_body_is_let_be()
    {
        _service.Answers("/api/agents/a1/computer/exec", Answer.Events(Frames.Exec));
        var seen = "";
        using var http = new HttpClient(new LookingHandler(text => seen = text));
        using var client = TestClient.Over(http, _service.Address);

        (await client.RunComputerAsync("a1", new() { Command = "x" }).Soon()).Ok.Should().BeTrue();

        seen.Should().Be("""{"command":"x"}""");
        _service.Request.Body.Should().Be(seen);
    }

    [Fact]
    public async Task A_handler_that_sends_elsewhere_on_purpose_sets_the_address_back()
    {
        _stranger.Answers("/api/agents/a1/computer/status", """{"computer":{"status":"ready"}}""");
        using var http = new HttpClient(new ElsewhereHandler(_stranger.Address, setsBack: true));
        using var client = TestClient.Over(http, new("http://flapjack.service"));

        var status = await client.GetComputerStatusAsync("a1").Soon();

        status.Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Fact]
    public async Task The_address_that_is_set_back_may_be_an_equal_one()
    {
        _service.Answers("/api/agents/a..1/computer/status", "{}");
        using var http = new HttpClient(new EqualAddressHandler());
        using var client = TestClient.Over(http, _service.Address);

        await client.GetComputerStatusAsync("a..1").Soon();
    }

    [Fact]
    public async Task A_handler_that_leaves_another_address_behind_is_refused_and_told_what_to_do()
    {
        _stranger.Answers("/api/agents/a1/computer/status", "{}");
        using var http = new HttpClient(new ElsewhereHandler(_stranger.Address, setsBack: false));
        using var client = TestClient.Over(http, new("http://flapjack.service"));

        var thrown = await client.Invoking(c => c.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<FlapjackProtocolException>();

        thrown.Which.Message.Should().Contain("http://flapjack.service/api/").And.Contain(_stranger.Address.AbsoluteUri).And.Contain("must set RequestUri back");
    }

    [Fact]
    public async Task An_answer_without_a_word_of_its_request_is_taken()
    {
        using var http = new HttpClient(new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StringContent("{}") })));
        using var client = TestClient.Over(http, new("http://flapjack.test"));

        await client.GetComputerStatusAsync("a1").Soon();
    }

    private void Redirect(string call, int status)
    {
        _service.Answers(Calls[call].Path, new Answer(status).With("Location", $"{_stranger.Address}/x"));
        _stranger.Answers("/x", call is "exec" ? Answer.Events(Frames.Exec) : call is "bootstrap" ? Answer.Events(Frames.Bootstrap) : Answer.Json("""{"agent":{"id":"a9"}}"""));
    }

    private void StrangerKnowsNothing()
    {
        foreach (var request in _stranger.Requests)
        {
            request.Body.Should().BeEmpty();
            request.Headers.Should().NotContainKey("Authorization");
        }
    }

    private void Configure(FlapjackClientOptions options) =>
        (options.ApiKey, options.BaseAddress, options.RetryDelay) = (TestClient.Key, _service.Address, TimeSpan.FromMilliseconds(1));

    private sealed class PassingHandler(HttpMessageHandler inner) : DelegatingHandler(inner);

    private sealed class RepeatingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            return response.StatusCode == HttpStatusCode.ServiceUnavailable ? await base.SendAsync(request, cancellationToken) : response;
        }
    }

    /// <summary>Hides the handler under it, so that nothing can be set there.</summary>
    private sealed class OpaqueHandler : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(new SocketsHttpHandler());

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _inner.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class LookingHandler(Action<string> look) : DelegatingHandler(new HttpClientHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            look(await request.Content!.ReadAsStringAsync(cancellationToken));
            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class EqualAddressHandler() : DelegatingHandler(new HttpClientHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            request.RequestUri = new(request.RequestUri!.AbsoluteUri);
            return response;
        }
    }

    /// <summary>As service discovery does it.</summary>
    private sealed class ElsewhereHandler(Uri elsewhere, bool setsBack) : DelegatingHandler(new HttpClientHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!;
            request.RequestUri = new(elsewhere.AbsoluteUri + asked.PathAndQuery);
            var response = await base.SendAsync(request, cancellationToken);
            request.RequestUri = setsBack ? asked : request.RequestUri;
            return response;
        }
    }
}

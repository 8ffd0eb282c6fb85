using Flapjack.ReferenceBackend.Tests.Api;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Bootstrap;

public sealed class BootstrapResumeTests(TestBackend server) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task Ids_are_the_run_and_a_number_and_every_one_resumes_to_the_byte()
    {
        var created = await server.CreateAsync("""{"template":"blank"}""");
        var (agent, run) = (created.Text("agent", "id"), created.Text("bootstrapRunId"));

        var full = await ReadAsync(agent);
        var frames = full.Body.WireFrames();

        full.Body.Should().Be(": open\n\n" + string.Concat(frames));
        frames.Length.Should().BeGreaterThan(2);
        for (var n = 0; n <= frames.Length; n++)
        {
            var rest = await ReadAsync(agent, After($"{run}:{n}"));
            rest.Body.Should().Be(": open\n\n" + string.Concat(frames[n..]), $"that is what follows frame {n}");
            frames.Take(n).LastOrDefault("id: ").Should().StartWith(n == 0 ? "id: " : $"id: {run}:{n}\n");
        }
    }

    [Fact]
    public async Task An_id_of_another_run_replays_from_the_start()
    {
        var created = await server.CreateAsync("""{"template":"blank"}""");
        var (agent, run) = (created.Text("agent", "id"), created.Text("bootstrapRunId"));
        var full = await ReadAsync(agent);

        var other = await ReadAsync(agent, After($"{Guid.NewGuid()}:2"));
        var farFuture = await ReadAsync(agent, After($"{Guid.NewGuid()}:1000000"));
        var empty = await ReadAsync(agent, After(""));

        new[] { other, farFuture, empty }.Should().OnlyContain(answer => answer.Body == full.Body);
        full.Body.Should().Contain(run);
    }

    [Theory]
    [InlineData("2")]
    [InlineData(":2")]
    [InlineData("{0}:")]
    [InlineData("{0}:x")]
    [InlineData("{0}:-1")]
    [InlineData("{0}:1:1")]
    [InlineData("{0}:99999999999999999999999")]
    [InlineData("{0}")]
    [InlineData("{0}:1000000")]
    public async Task A_malformed_id_and_one_of_the_future_are_refused(string id)
    {
        var created = await server.CreateAsync("""{"template":"blank"}""");
        var (agent, run) = (created.Text("agent", "id"), created.Text("bootstrapRunId"));
        await ReadAsync(agent);

        var answer = await ReadAsync(agent, After(id.Replace("{0}", run, StringComparison.Ordinal)));

        answer.ShouldBeRefused(400, "INVALID_LAST_EVENT_ID");
    }

    [Fact]
    public async Task An_id_of_a_failed_run_replays_the_run_that_came_after_it()
    {
        const string Repo = "https://github.com/acme/gone";
        await using var closed = await TestBackend.StartAsync(options => options.RepositoryRewrites[Repo] = "/nowhere");
        var app = NewKey();
        var first = await closed.CreateAsync($$$"""{"template":"blank","externalAppId":"{{{app}}}","repo":{"url":"{{{Repo}}}"}}""");
        var agent = first.Text("agent", "id");
        var failed = await closed.ReadBootstrapAsync(agent);
        await closed.CreateAsync($$"""{"template":"blank","externalAppId":"{{app}}"}""");
        var second = await closed.ReadBootstrapAsync(agent);

        var resumed = await TestBackend.SendAsync(
            closed.Client, HttpMethod.Get, $"/api/agents/{agent}/computer/bootstrap/stream", null, After(failed[^1].Id));

        resumed.Body.WireFrames().Should().Equal(second.Select(frame => frame.Text + "\n\n"));
    }

    [Fact]
    public async Task A_reader_that_comes_back_midway_gets_live_frames()
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var slow = await TestBackend.StartAsync(repository.Rewrite);
        var agent = await slow.CreateAgentAsync(LocalRepository.Body($"echo wait''ing; {repository.WaitAtGate}; echo go''ing"));
        SseFrame waiting;
        using (var stream = await slow.OpenBootstrapAsync(agent))
        {
            waiting = await stream.ReadUntilPrintedAsync("waiting");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/agents/{agent}/computer/bootstrap/stream");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", waiting.Id);
        using var resumed = await SseStream.OpenAsync(slow.Client, request);
        repository.Open();
        var rest = await resumed.ReadFramesAsync();

        string.Concat(rest.Where(frame => frame.Event == "log").Select(frame => frame.Chunk)).Should().Contain("going").And.NotContain("waiting");
        rest[^1].Event.Should().Be("done");
    }

    private Task<HttpAnswer> ReadAsync(string agent, params (string Name, string Value)[] headers) =>
        TestBackend.SendAsync(server.Client, HttpMethod.Get, $"/api/agents/{agent}/computer/bootstrap/stream", null, headers);
}

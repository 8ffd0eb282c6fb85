using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Limits;

public sealed class RateLimitTests
{
    private readonly ArmedTime _clock = new();

    [Fact]
    public async Task The_sixty_first_command_of_a_minute_is_refused_in_the_words_of_the_contract()
    {
        await using var computer = await LimitedComputer.StartAsync(new(), _clock);
        for (var i = 0; i < 60; i++)
        {
            (await computer.PostAsync(Body("true"))).Status.Should().Be(200, $"that was command {i + 1}");
        }

        var refused = await computer.PostAsync(Body("true"));
        _clock.Advance(TimeSpan.FromSeconds(59));
        var early = await computer.PostAsync(Body("true"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var inTime = await computer.PostAsync(Body("true"));

        refused.ShouldBeLimited("AGENT", 60);
        refused.Body.Should().Be("""{"error":"RATE_LIMITED","reason":"AGENT","detail":"This agent may start 60 commands a minute, and has; come again in 60 s."}""");
        early.ShouldBeLimited("AGENT", 1);
        inTime.Status.Should().Be(200);
    }

    [Fact]
    public async Task The_agents_of_an_organization_share_its_limit_and_two_organizations_do_not()
    {
        await using var computer = await LimitedComputer.StartAsync(new() { PerOrgPerMinute = 2 }, _clock);
        var sibling = $"/api/agents/{await computer.Server.CreateReadyAgentAsync()}/computer/exec";
        var stranger = computer.Server.StrangerOf(FlapjackScopes.SandboxAdmin);
        var created = await TestBackend.SendAsync(stranger, HttpMethod.Post, "/api/agents/from-template", """{"template":"blank"}""");
        var strange = $"/api/agents/{created.Text("agent", "id")}/computer";
        await (await stranger.GetAsync(new Uri($"{strange}/bootstrap/stream", UriKind.Relative))).Content.ReadAsStringAsync();

        var first = await computer.PostAsync(Body("true"));
        _clock.Advance(TimeSpan.FromSeconds(20));
        var second = await computer.Server.PostAsync(sibling, Body("true"));
        var third = await computer.PostAsync(Body("true"));
        var fourth = await computer.Server.PostAsync(sibling, Body("true"));
        var theirs = await TestBackend.SendAsync(stranger, HttpMethod.Post, $"{strange}/exec", Body("true"));
        _clock.Advance(TimeSpan.FromSeconds(40));
        var inTime = await computer.PostAsync(Body("true"));

        (first.Status, second.Status, theirs.Status, inTime.Status).Should().Be((200, 200, 200, 200));
        third.ShouldBeLimited("ORG", 40);
        fourth.ShouldBeLimited("ORG", 40);
        third.Text("detail").Should().Be("This organization may start 2 commands a minute, and has; come again in 40 s.");
    }

    [Fact]
    public async Task The_fourth_command_at_once_is_refused()
    {
        await using var computer = await LimitedComputer.StartAsync(new(), _clock);
        using var first = await computer.ExecAsync("exec sleep 1000");
        using var second = await computer.ExecAsync("exec sleep 1000");
        using var third = await computer.ExecAsync("exec sleep 1000");

        var fourth = await computer.PostAsync(Body("true"));

        fourth.ShouldBeLimited("CONCURRENT", 1);
        fourth.Text("detail").Should().Be("3 commands run on this agent's computer, and no more may at once; come again when one has ended, or in 1 s.");
    }

    [Fact]
    public async Task Of_a_hundred_at_once_exactly_three_are_taken()
    {
        await using var computer = await LimitedComputer.StartAsync(new(), _clock);
        using var client = computer.NewClient();
        client.Timeout = TimeSpan.FromMinutes(2);
        async Task<(int Status, string? Reason)> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, computer.ExecPath) { Content = TestBackend.JsonText(Body("exec sleep 1000")) };
            request.Headers.TryAddWithoutValidation("Flapjack-Detach-Seconds", "1000");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return ((int)response.StatusCode, response.StatusCode == System.Net.HttpStatusCode.OK ? null : (await HttpAnswer.OfAsync(response)).Text("reason"));
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => SendAsync()));

        answers.CountBy(answer => answer).Should().BeEquivalentTo(
            new Dictionary<(int, string?), int> { [(200, null)] = 3, [(429, "CONCURRENT")] = 97 });
    }

    [Fact]
    public async Task Reading_again_stopping_and_asking_for_the_status_count_nothing_and_need_no_slot()
    {
        await using var computer = await LimitedComputer.StartAsync(new() { PerAgentPerMinute = 2, ConcurrentPerAgent = 1 }, _clock);
        var key = NewKey();
        var command = $"echo begun; {WaitAt("go")}";
        using var first = await computer.ExecAsync(command, Key(key));
        var exec = (await first.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        for (var i = 0; i < 10; i++)
        {
            using var attached = await computer.ExecAsync(command, Key(key));
            using var resumed = await computer.ReadAgainAsync(exec, After("1"));
            (await attached.ReadUntilPrintedAsync("begun")).Should().Be(await resumed.ReadUntilPrintedAsync("begun"));
            (await computer.Server.GetAsync($"/api/agents/{computer.Agent}/computer/status")).Status.Should().Be(200);
        }

        var meanwhile = await computer.PostAsync(Body("true"));
        var stopped = await computer.StopAsync(exec);
        var next = await computer.PostAsync(Body("true"));
        var beyond = await computer.PostAsync(Body("true"));
        var replayed = await computer.PostAsync(Body(command), Key(key));

        meanwhile.ShouldBeLimited("CONCURRENT", 1);
        (stopped.Status, next.Status, replayed.Status).Should().Be((200, 200, 200));
        beyond.ShouldBeLimited("AGENT", 60);
    }

    [Fact]
    public async Task What_is_refused_counts_nothing()
    {
        await using var computer = await LimitedComputer.StartAsync(new() { PerAgentPerMinute = 2, PerOrgPerMinute = 2, ConcurrentPerAgent = 1 }, _clock);
        var key = Key(NewKey());
        var first = await computer.PostAsync(Body("true"), key);
        for (var i = 0; i < 3; i++)
        {
            (await computer.PostAsync("{}")).ShouldBeRefused(400, "INVALID_COMMAND");
            (await computer.PostAsync(Body("true", ""","workingDir":"/nowhere" """))).ShouldBeRefused(400, "INVALID_WORKING_DIR");
            (await computer.PostAsync(Body("false"), key)).ShouldBeRefused(422, "IDEMPOTENCY_KEY_REUSED");
            (await computer.Server.PostAsync($"/api/agents/{Guid.NewGuid()}/computer/exec", Body("true"))).ShouldBeRefused(404, "NOT_FOUND");
        }

        var second = await computer.PostAsync(Body("true"));
        var third = await computer.PostAsync(Body("true"));

        (first.Status, second.Status).Should().Be((200, 200));
        third.ShouldBeLimited("AGENT", 60);
    }

    [Fact]
    public async Task The_body_and_the_state_are_told_before_the_limits()
    {
        await using var computer = await LimitedComputer.StartAsync(new() { PerAgentPerMinute = 1 }, _clock);
        await computer.PostAsync(Body("true"));
        (await computer.PostAsync(Body("true"))).ShouldBeLimited("AGENT", 60);

        var body = await computer.PostAsync("{}");
        var directory = await computer.PostAsync(Body("true", ""","workingDir":"/nowhere" """));
        await computer.Server.Backend.ComputerOf(computer.Agent).DestroyAsync();
        var state = await computer.PostAsync(Body("true"));

        body.ShouldBeRefused(400, "INVALID_COMMAND");
        directory.ShouldBeRefused(400, "INVALID_WORKING_DIR");
        state.ShouldBeRefused(410, "SANDBOX_DESTROYED");
    }

    [Fact]
    public async Task A_refusal_binds_no_key()
    {
        await using var computer = await LimitedComputer.StartAsync(new() { PerAgentPerMinute = 1 }, _clock);
        var key = NewKey();
        await computer.PostAsync(Body("true"));

        var refused = await computer.PostAsync(Body("echo one"), Key(key));
        _clock.Advance(TimeSpan.FromSeconds(60));
        var other = await computer.PostAsync(Body("echo two"), Key(key));

        refused.ShouldBeLimited("AGENT", 60);
        other.Status.Should().Be(200);
        other.Body.Should().Contain("two");
    }

    [Fact]
    public async Task Without_limits_nothing_is_refused()
    {
        await using var computer = await StartAsync(options => options.RateLimits = null);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => computer.PostAsync(Body(WaitAt("all")))).Append(OpenAsync()));
        async Task<HttpAnswer> OpenAsync()
        {
            await computer.RunAsync("touch ~/all");
            return await computer.PostAsync(Body("true"));
        }

        answers.Should().OnlyContain(answer => answer.Status == 200);
    }

    [Fact]
    public async Task A_command_over_the_limit_leaves_no_journal()
    {
        await using var computer = await LimitedComputer.StartAsync(new() { PerAgentPerMinute = 1 }, new ArmedTime());
        await computer.PostAsync(ReadyComputer.Body("true"));
        var before = computer.Server.Backend.JournalFiles().Length;

        var refused = await computer.PostAsync(ReadyComputer.Body("true"));

        refused.Status.Should().Be(429, refused.Body);
        computer.Server.Backend.JournalFiles().Should().HaveCount(before);
    }
}

using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Agents;

public sealed class IdempotencyTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private readonly string _app = $"app-{Guid.NewGuid()}";

    [Fact]
    public async Task A_repeat_is_answered_with_200_and_the_same_agent_and_run()
    {
        var first = await backend.CreateAsync($$"""{"template":"blank","name":"One","externalAppId":"{{_app}}"}""");
        var (agent, run) = (first.Text("agent", "id"), first.Text("bootstrapRunId"));
        await backend.ReadBootstrapAsync(agent);

        var repeat = await backend.CreateAsync($$"""{"template":"python-jupyter","name":"Two","externalAppId":"{{_app}}"}""");

        first.Status.Should().Be(201);
        first.Body.Should().NotContain("idempotent");
        repeat.Status.Should().Be(200);
        repeat.Body.Should().Be($$$"""
            {
              "agent":{"id":"{{{agent}}}","org_id":"{{{backend.Backend.OrgId}}}","name":"One"},
              "computer":{"agent_id":"{{{agent}}}","status":"ready"},
              "bootstrapRunId":"{{{run}}}",
              "template":"blank",
              "idempotent":true,
              "sandbox":{"agent_id":"{{{agent}}}","status":"ready"}
            }
            """.OnOneLine());
    }

    [Fact]
    public async Task Fifty_repeats_at_once_make_exactly_one_agent()
    {
        var body = $$"""{"template":"blank","externalAppId":"{{_app}}"}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => backend.CreateAsync(body)));

        answers.Where(answer => answer.Status == 201).Should().ContainSingle();
        answers.Where(answer => answer.Status == 200).Should().HaveCount(49);
        answers.Where(answer => answer.Status == 200).Should().OnlyContain(answer => answer.Json.GetProperty("idempotent").GetBoolean());
        answers.Select(answer => answer.Text("agent", "id")).Distinct().Should().ContainSingle();
        answers.Select(answer => answer.Text("bootstrapRunId")).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Without_an_id_every_call_makes_an_agent()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => backend.CreateAsync("""{"template":"blank"}""")));

        answers.Should().OnlyContain(answer => answer.Status == 201);
        answers.Select(answer => answer.Text("agent", "id")).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task The_header_alone_stands_for_the_field()
    {
        var first = await backend.CreateAsync("""{"template":"blank"}""", ("Idempotency-Key", _app));
        var repeat = await backend.CreateAsync("""{"template":"blank"}""", ("Idempotency-Key", _app));
        var byField = await backend.CreateAsync($$"""{"template":"blank","externalAppId":"{{_app}}"}""");

        (first.Status, repeat.Status, byField.Status).Should().Be((201, 200, 200));
        new[] { repeat, byField }.Should().OnlyContain(answer => answer.Text("agent", "id") == first.Text("agent", "id"));
    }

    [Fact]
    public async Task The_header_may_repeat_the_field_but_not_contradict_it()
    {
        var same = await backend.CreateAsync($$"""{"template":"blank","externalAppId":"{{_app}}"}""", ("Idempotency-Key", _app));
        var other = await backend.CreateAsync($$"""{"template":"blank","externalAppId":"{{_app}}"}""", ("Idempotency-Key", "other"));

        same.Status.Should().Be(201);
        other.ShouldBeRefused(400, "IDEMPOTENCY_KEY_MISMATCH");
    }

    [Theory]
    [InlineData(" app")]
    [InlineData("app \\t")]
    public async Task The_header_may_lack_the_blanks_at_the_ends_of_the_field(string id)
    {
        var answer = await backend.CreateAsync($$"""{"template":"blank","externalAppId":"{{id}}"}""", ("Idempotency-Key", "app"));

        answer.Status.Should().BeOneOf(200, 201);
    }

    [Fact]
    public async Task An_id_that_no_header_can_carry_is_idempotent_by_the_field_alone()
    {
        var body = $$"""{"template":"blank","externalAppId":"{{_app}} ü"}""";

        var (first, repeat) = (await backend.CreateAsync(body), await backend.CreateAsync(body));

        (first.Status, repeat.Status).Should().Be((201, 200));
        repeat.Text("agent", "id").Should().Be(first.Text("agent", "id"));
    }

    [Fact]
    public async Task A_blank_id_is_none()
    {
        var answer = await backend.CreateAsync("""{"template":"blank","externalAppId":" \t"}""");

        answer.ShouldBeRefused(400, "INVALID_EXTERNAL_APP_ID");
    }

    [Theory]
    [InlineData(255, 201)]
    [InlineData(256, 400)]
    public async Task An_id_has_at_most_255_characters_wherever_it_stands(int length, int status)
    {
        var id = _app.PadRight(length, 'x');

        var byField = await backend.CreateAsync($$"""{"template":"blank","externalAppId":"{{id}}"}""");
        var byHeader = await backend.CreateAsync("""{"template":"blank"}""", ("Idempotency-Key", string.Concat(id.Reverse())));

        byField.Status.Should().Be(status);
        byHeader.Status.Should().Be(status);
    }

    [Fact]
    public async Task Two_organizations_do_not_share_ids()
    {
        var body = $$"""{"template":"blank","externalAppId":"{{_app}}"}""";
        var stranger = backend.StrangerOf(FlapjackScopes.SandboxAdmin);

        var ours = await backend.CreateAsync(body);
        var theirs = await TestBackend.SendAsync(stranger, HttpMethod.Post, "/api/agents/from-template", body);

        (ours.Status, theirs.Status).Should().Be((201, 201));
        theirs.Text("agent", "id").Should().NotBe(ours.Text("agent", "id"));
        theirs.Text("agent", "org_id").Should().NotBe(ours.Text("agent", "org_id"));
    }

    [Fact]
    public async Task A_repeat_after_a_failed_bootstrap_starts_a_new_run_of_the_same_agent()
    {
        const string Repo = "https://github.com/acme/gone";
        await using var closed = await TestBackend.StartAsync(options => options.RepositoryRewrites[Repo] = "/nowhere");
        var first = await closed.CreateAsync($$$"""{"template":"blank","externalAppId":"{{{_app}}}","repo":{"url":"{{{Repo}}}"}}""");
        var agent = first.Text("agent", "id");
        (await closed.ReadBootstrapAsync(agent))[^1].Data.GetProperty("status").GetString().Should().Be("error");

        var repeat = await closed.CreateAsync($$"""{"template":"blank","externalAppId":"{{_app}}"}""");
        var log = await closed.ReadBootstrapAsync(agent);

        repeat.Status.Should().Be(200);
        repeat.Json.GetProperty("idempotent").GetBoolean().Should().BeTrue();
        repeat.Text("agent", "id").Should().Be(agent);
        repeat.Text("computer", "status").Should().Be("bootstrapping");
        repeat.Text("bootstrapRunId").Should().NotBe(first.Text("bootstrapRunId"));
        log[0].Id.Should().Be($"{repeat.Text("bootstrapRunId")}:1", "the stream is that of the latest run");
        log[^1].Data.GetProperty("status").GetString().Should().Be("ready", "the repeat asked for no repository");
    }

    [Fact]
    public async Task After_the_deletion_the_same_id_makes_a_new_agent()
    {
        var body = $$"""{"template":"blank","externalAppId":"{{_app}}"}""";
        var first = await backend.CreateAsync(body);
        await backend.DeleteAsync($"/api/agents/{first.Text("agent", "id")}");

        var second = await backend.CreateAsync(body);

        second.Status.Should().Be(201);
        second.Text("agent", "id").Should().NotBe(first.Text("agent", "id"));
    }

    [Fact]
    public async Task Repeats_and_deletions_at_once_leave_nothing_but_what_was_made_last()
    {
        await using var own = await TestBackend.StartAsync();
        var body = $$"""{"template":"blank","externalAppId":"{{_app}}"}""";

        async Task<int> CreateAndDeleteAsync()
        {
            var created = await own.CreateAsync(body);
            await own.DeleteAsync($"/api/agents/{created.Text("agent", "id")}");
            return created.Status;
        }

        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => CreateAndDeleteAsync()));
        var last = await own.CreateReadyAgentAsync(body);

        statuses.Should().OnlyContain(status => status == 200 || status == 201);
        (await own.RunAsync(last, "ls ../..")).Stdout.Should().Be("home\nlogin\ntmp\n");
        (await own.RunAsync(last, "ls ../../..")).Stdout.Should().Be($"{last}\n", "the computers of deleted agents are gone");
    }
}

using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

public sealed class CodeSessionsTests(BusyCoder busy) : IClassFixture<BusyCoder>
{
    private readonly TestBackend _backend = busy.Server;

    private const string All = "/api/code-sessions";
    private const string Key = "crsr_the-key-of-cursor";

    private static readonly string[] EventFields = ["id", "code_session_id", "seq", "type", "data", "created_at"];

    [Fact]
    public async Task A_session_is_started_with_the_settings_of_its_code_agent_and_waits_for_the_coder()
    {
        var agentId = await AgentAsync("""
            {"name":"Bug Fixer","modelId":"m1","modelParams":{"effort":"high"},"defaultRepoUrl":"https://github.com/acme/app","defaultStartingRef":"main",
            "autoCreatePr":true,"preamble":"Be brief."}
            """);

        var session = await _backend.PostAsync(All, $$"""{"codeAgentId":"{{agentId}}","prompt":"Fix it.","startingRef":"dev"}""");
        await TestBackend.SendAsync(_backend.Client, HttpMethod.Patch, "/api/code-agents/" + agentId, """{"preamble":"Be long.","autoCreatePr":false}""");

        session.Status.Should().Be(201, session.Body);
        session.Text("code_agent_id").Should().Be(agentId);
        session.Body.Should().Contain(
            "\"title\":null,\"prompt\":\"Fix it.\",\"status\":\"pending\",\"repo_url\":\"https://github.com/acme/app\",\"starting_ref\":\"dev\",\"model_id\":\"m1\","
            + "\"model_params\":{\"effort\":\"high\"},\"auto_create_pr\":true,\"work_on_current_branch\":false,\"skip_reviewer_request\":false,\"preamble\":\"Be brief.\","
            + "\"pr_url\":null,\"archived_at\":null,\"starting_commit\":null,\"error\":null,\"has_computer\":false,\"created_at\"");
        (await _backend.GetAsync($"{All}/{session.Text("id")}")).Body.Should().Be(session.Body);
        (await _backend.GetAsync(All)).Body.Should().Contain(session.Body);
    }

    [Fact]
    public async Task A_session_needs_a_repository()
    {
        var agentId = await AgentAsync("""{"name":"Anywhere"}""");

        var without = await _backend.PostAsync(All, $$"""{"codeAgentId":"{{agentId}}","prompt":"Fix it."}""");
        var with = await _backend.PostAsync(All, $$"""{"codeAgentId":"{{agentId}}","prompt":"Fix it.","repoUrl":"https://github.com/acme/api"}""");

        without.ShouldBeRefused(422, "MISSING_REPO_URL");
        with.Text("repo_url").Should().Be("https://github.com/acme/api");
    }

    [Fact]
    public async Task Every_change_is_an_event_of_the_timeline()
    {
        var path = await StartAsync();
        var prompt = await _backend.PostAsync(path + "/messages", """{"prompt":"And the tests."}""");
        await PatchAsync(path, """{"title":"A fix"}""");
        await PatchAsync(path, """{"title":"A fix"}""");
        await PatchAsync(path, "{}");
        await _backend.PostAsync(path + "/cancel", "");
        await _backend.PostAsync(path + "/archive", "");

        var events = (await _backend.GetAsync(path + "/events")).Json.EnumerateArray().ToList();

        prompt.Status.Should().Be(201, prompt.Body);
        events.Should().AllSatisfy(happened => happened.EnumerateObject().Select(field => field.Name).Should().Equal(EventFields));
        events.Select(happened => (happened.GetProperty("seq").GetInt32(), happened.GetProperty("type").GetString(), happened.GetProperty("data").GetRawText())).Should().Equal(
            (1, "status", """{"status":"pending"}"""),
            (2, "message", """{"prompt":"Fix it."}"""),
            (3, "message", """{"prompt":"And the tests."}"""),
            (4, "title", """{"title":"A fix"}"""),
            (5, "status", """{"status":"cancelled"}"""),
            (6, "archived", "{}"));
        events[2].GetRawText().Should().Be(prompt.Body);
    }

    [Fact]
    public async Task A_cancelled_session_can_not_be_cancelled_again_and_takes_no_prompt()
    {
        var path = await StartAsync();

        var cancelled = await _backend.PostAsync(path + "/cancel", "");
        var again = await _backend.PostAsync(path + "/cancel", "");
        var prompt = await _backend.PostAsync(path + "/messages", """{"prompt":"Go on."}""");

        (cancelled.Status, cancelled.Text("status")).Should().Be((200, "cancelled"));
        again.ShouldBeRefused(422, "INVALID_SESSION_STATUS");
        prompt.ShouldBeRefused(422, "INVALID_SESSION_STATUS");
        (await _backend.GetAsync(path)).Body.Should().Be(cancelled.Body);
    }

    [Fact]
    public async Task An_archived_session_has_forgotten_its_key_and_has_ended()
    {
        var path = await StartAsync($",\"cursorApiKey\":\"{Key}\"");
        var before = await _backend.GetAsync(path);

        var archived = await _backend.PostAsync(path + "/archive", "");
        var again = await _backend.PostAsync(path + "/archive", "");
        var prompt = await _backend.PostAsync(path + "/messages", """{"prompt":"Go on."}""");

        before.Body.Should().Contain("\"has_cursor_key\":true").And.NotContain(Key).And.NotContain("\"cursor_key\"");
        archived.Status.Should().Be(200, archived.Body);
        archived.Text("archived_at").Should().EndWith("Z");
        (archived.Text("status"), archived.Json.GetProperty("has_cursor_key").GetBoolean()).Should().Be(("cancelled", false));
        again.Body.Should().Be(archived.Body);
        prompt.ShouldBeRefused(422, "SESSION_ARCHIVED");
    }

    [Fact]
    public async Task The_key_is_in_no_event_and_in_no_file_of_the_store_even_while_the_coder_has_it()
    {
        await using var coding = await CodingBackend.StartAsync(options => options.Coder = new() { Command = "echo $CURSOR_API_KEY", PassCursorKey = true });
        await coding.RestartAsync(options => options.Coder = new() { Command = "echo $CURSOR_API_KEY", PassCursorKey = true });
        var story = await coding.RunAsync("Fix it.", $",\"cursorApiKey\":\"{Key}\"");
        await coding.Server.DisposeAsync();

        var files = Directory.EnumerateFiles(coding.Data, "*", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();

        story.Stdout.Should().Be("[hidden]\n");
        files.Should().NotBeEmpty().And.NotContain(text => text.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_session_has_forgotten_its_key()
    {
        var path = await StartAsync($",\"cursorApiKey\":\"{Key}\"");

        var cancelled = await _backend.PostAsync(path + "/cancel", "");

        cancelled.Json.GetProperty("has_cursor_key").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData("", 1, 2)]
    [InlineData("?after=0", 1, 2)]
    [InlineData("?after=1", 2)]
    [InlineData("?after=2147483647")]
    public async Task Events_are_read_from_a_number_on(string query, params int[] expected)
    {
        var path = await StartAsync();

        var events = await _backend.GetAsync(path + "/events" + query);

        events.Json.EnumerateArray().Select(happened => happened.GetProperty("seq").GetInt32()).Should().Equal(expected);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("2147483648")]
    public async Task A_wrong_number_of_an_event_is_refused(string after)
    {
        var path = await StartAsync();

        (await _backend.GetAsync($"{path}/events?after={after}")).ShouldBeRefused(400, "INVALID_AFTER");
    }

    [Fact]
    public async Task The_sessions_of_a_deleted_code_agent_stay_without_it()
    {
        var agentId = await AgentAsync("""{"name":"Gone","defaultRepoUrl":"https://github.com/acme/app"}""");
        var session = await _backend.PostAsync(All, $$"""{"codeAgentId":"{{agentId}}","prompt":"Fix it."}""");

        var deleted = await _backend.DeleteAsync("/api/code-agents/" + agentId);

        (deleted.Status, deleted.Body).Should().Be((204, ""));
        (await _backend.GetAsync("/api/code-agents/" + agentId)).ShouldBeRefused(404, "NOT_FOUND");
        var left = await _backend.GetAsync($"{All}/{session.Text("id")}");
        left.Status.Should().Be(200, left.Body);
        left.Body.Should().Contain("\"code_agent_id\":null").And.Contain("\"repo_url\":\"https://github.com/acme/app\"");
    }

    [Theory]
    [InlineData("POST", """{"prompt":"Fix it."}""", "INVALID_CODE_AGENT_ID")]
    [InlineData("POST", """{"codeAgentId":"x","prompt":"Fix it."}""", "INVALID_CODE_AGENT_ID")]
    [InlineData("POST", """{"codeAgentId":"6e1cf2a4-0000-4000-8000-000000000000"}""", "INVALID_PROMPT")]
    [InlineData("POST", """{"codeAgentId":"6e1cf2a4-0000-4000-8000-000000000000","prompt":"x","repoUrl":"app"}""", "INVALID_REPO_URL")]
    [InlineData("POST", """{"codeAgentId":"6e1cf2a4-0000-4000-8000-000000000000","prompt":"x","startingRef":"a b"}""", "INVALID_STARTING_REF")]
    [InlineData("POST", """{"codeAgentId":"6e1cf2a4-0000-4000-8000-000000000000","prompt":"x","cursorApiKey":7}""", "INVALID_CURSOR_API_KEY")]
    [InlineData("PATCH", """{"title":7}""", "INVALID_TITLE")]
    [InlineData("MESSAGE", """{"prompt":" "}""", "INVALID_PROMPT")]
    public async Task A_wrong_field_is_refused_with_its_code_and_changes_nothing(string what, string body, string code)
    {
        var path = await StartAsync();
        var before = await _backend.GetAsync(path + "/events");

        var answer = what switch
        {
            "POST" => await _backend.PostAsync(All, body),
            "PATCH" => await PatchAsync(path, body),
            _ => await _backend.PostAsync(path + "/messages", body),
        };

        answer.ShouldBeRefused(400, code);
        (await _backend.GetAsync(path + "/events")).Body.Should().Be(before.Body);
    }

    private async Task<string> AgentAsync(string body) => (await _backend.PostAsync("/api/code-agents", body)).Text("id");

    private async Task<string> StartAsync(string more = "")
    {
        var agentId = await AgentAsync("""{"name":"Bug Fixer","defaultRepoUrl":"https://github.com/acme/app"}""");
        var session = await _backend.PostAsync(All, $$"""{"codeAgentId":"{{agentId}}","prompt":"Fix it."{{more}}}""");
        session.Status.Should().Be(201, session.Body);
        return $"{All}/{session.Text("id")}";
    }

    private Task<HttpAnswer> PatchAsync(string path, string body) => TestBackend.SendAsync(_backend.Client, HttpMethod.Patch, path, body);
}

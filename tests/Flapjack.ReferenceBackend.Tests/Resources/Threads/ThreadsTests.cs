using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Threads;

public sealed class ThreadsTests(BackendWithAgent backend) : IClassFixture<BackendWithAgent>
{
    private const string Everything = """
        ,"title":"Order 123","kind":"multiplayer","resourceBindings":[{"type":"order"},7],"activeProfile":"shop","systemPromptOverlay":"Be short."
        """;

    private static readonly string[] Fields =
        ["id", "org_id", "agent_id", "title", "kind", "resource_bindings", "active_profile", "system_prompt_overlay", "created_at", "updated_at"];

    [Fact]
    public async Task A_thread_is_created_as_documented()
    {
        var created = await backend.PostThreadAsync(Everything);

        created.Status.Should().Be(200);
        created.Json.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        created.Text("org_id").Should().Be(backend.Backend.Backend.OrgId);
        created.Text("agent_id").Should().Be(backend.AgentId);
        created.Body.Should().Contain("""
            "title":"Order 123","kind":"multiplayer","resource_bindings":[{"type":"order"},7],"active_profile":"shop","system_prompt_overlay":"Be short."
            """);
        (await PatchAsync(created.Text("id"), "{}")).Text("title").Should().Be("Order 123");
    }

    [Fact]
    public async Task What_is_left_out_is_null_and_the_kind_is_single()
    {
        var created = await backend.PostThreadAsync();

        created.Body.Should().Contain("""
            "title":null,"kind":"single","resource_bindings":null,"active_profile":null,"system_prompt_overlay":null
            """);
    }

    [Fact]
    public async Task The_texts_of_an_overlay_are_joined_with_a_blank_line()
    {
        var created = await backend.PostThreadAsync(""","systemPromptOverlay":["Be short.","Be kind."]""");
        var patched = await PatchAsync(created.Text("id"), """{"systemPromptOverlay":["Be rude.","Be long.","Be loud."]}""");

        created.Text("system_prompt_overlay").Should().Be("Be short.\n\nBe kind.");
        patched.Text("system_prompt_overlay").Should().Be("Be rude.\n\nBe long.\n\nBe loud.");
    }

    [Fact]
    public async Task A_patch_changes_what_was_sent_empties_what_is_null_and_leaves_the_rest()
    {
        var id = await backend.CreateThreadAsync(Everything);

        var patched = await PatchAsync(id, """{"title":"New","activeProfile":null}""");
        var emptied = await PatchAsync(id, """{"title":null,"systemPromptOverlay":null}""");

        patched.Status.Should().Be(200, patched.Body);
        patched.Body.Should().Contain("\"title\":\"New\"").And.Contain("\"active_profile\":null").And.Contain("\"system_prompt_overlay\":\"Be short.\"");
        emptied.Body.Should().Contain("\"title\":null").And.Contain("\"system_prompt_overlay\":null").And.Contain("\"kind\":\"multiplayer\"");
    }

    [Theory]
    [InlineData(""","title":7""", "INVALID_TITLE")]
    [InlineData(""","kind":"crowd" """, "INVALID_KIND")]
    [InlineData(""","resourceBindings":{}""", "INVALID_RESOURCE_BINDINGS")]
    [InlineData(""","activeProfile":[]""", "INVALID_ACTIVE_PROFILE")]
    [InlineData(""","systemPromptOverlay":7""", "INVALID_SYSTEM_PROMPT_OVERLAY")]
    [InlineData(""","systemPromptOverlay":["a",7]""", "INVALID_SYSTEM_PROMPT_OVERLAY")]
    public async Task A_wrong_field_is_refused_with_its_code(string more, string code)
    {
        var answer = await backend.Backend.PostAsync("/api/threads", $$"""{"agentId":"{{backend.AgentId}}"{{more}}}""");

        answer.ShouldBeRefused(400, code);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"agentId":"the shop's agent"}""")]
    public async Task A_thread_needs_the_id_of_an_agent(string body)
    {
        var answer = await backend.Backend.PostAsync("/api/threads", body);

        answer.ShouldBeRefused(400, "INVALID_AGENT_ID");
    }

    [Fact]
    public async Task Where_nothing_is_answered_stopping_succeeds()
    {
        var id = await backend.CreateThreadAsync();

        var stopped = await backend.SendAsync("POST", $"/api/threads/{id}/stop");

        (stopped.Status, stopped.Body).Should().Be((200, """{"ok":true}"""));
    }

    [Theory]
    [InlineData("""{"toolResults":[]}""", 400, "INVALID_CONTENT")]
    [InlineData("{}", 400, "INVALID_CONTENT")]
    [InlineData("""{"content":7}""", 400, "INVALID_CONTENT")]
    [InlineData("""{"content":"Hi","tools":{}}""", 400, "INVALID_TOOLS")]
    [InlineData("""{"toolResults":"4"}""", 400, "INVALID_TOOL_RESULTS")]
    public async Task A_message_of_the_wrong_shape_is_refused(string body, int status, string code)
    {
        var id = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync("POST", $"/api/threads/{id}/messages", body);

        answer.ShouldBeRefused(status, code);
    }

    [Fact]
    public async Task The_computer_of_a_thread_is_the_object_that_was_put_last()
    {
        var path = $"/api/threads/{await backend.CreateThreadAsync()}/computer";

        var empty = await backend.SendAsync("GET", path);
        var first = await backend.SendAsync("PUT", path, """{"enabled":true,"state":{"a":[1]}}""");
        var second = await backend.SendAsync("PUT", path, """{"enabled":false}""");

        (empty.Status, empty.Body).Should().Be((200, "{}"));
        (first.Status, first.Body).Should().Be((200, """{"enabled":true,"state":{"a":[1]}}"""));
        second.Body.Should().Be("""{"enabled":false}""").And.Be((await backend.SendAsync("GET", path)).Body);
    }

    [Fact]
    public async Task A_thread_survives_the_end_of_the_backend()
    {
        using var folder = new TempFolder();
        string threadId, before;
        await using (var first = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            var agentId = await first.CreateReadyAgentAsync();
            var created = await first.PostAsync("/api/threads", $$"""{"agentId":"{{agentId}}"{{Everything}}}""");
            threadId = created.Text("id");
            before = created.Body[..created.Body.IndexOf("\"updated_at\"", StringComparison.Ordinal)];
            await TestBackend.SendAsync(first.Client, HttpMethod.Put, $"/api/threads/{threadId}/computer", """{"enabled":true}""");
        }

        await using var second = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);
        var after = await TestBackend.SendAsync(second.Client, HttpMethod.Patch, $"/api/threads/{threadId}", "{}");
        var computer = await second.GetAsync($"/api/threads/{threadId}/computer");

        after.Body.Should().StartWith(before);
        computer.Body.Should().Be("""{"enabled":true}""");
    }

    [Fact]
    public async Task A_thread_goes_with_its_agent()
    {
        var agentId = await backend.Backend.CreateAgentAsync();
        var thread = await backend.Backend.PostAsync("/api/threads", $$"""{"agentId":"{{agentId}}","kind":"multiplayer"}""");
        var path = "/api/threads/" + thread.Text("id");
        (await backend.SendAsync("POST", path + "/participants", """{"userId":"u1"}""")).Status.Should().Be(201);
        var plan = await backend.Backend.PostAsync("/api/plans", $$"""{"threadId":"{{thread.Text("id")}}","title":"Plan","todos":[{"content":"Test"}]}""");
        plan.Status.Should().Be(201, plan.Body);

        await backend.Backend.DeleteAsync("/api/agents/" + agentId);

        (await PatchAsync(thread.Text("id"), "{}")).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.SendAsync("GET", path + "/participants")).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.SendAsync("GET", "/api/plans/" + plan.Text("id"))).ShouldBeRefused(404, "NOT_FOUND");
    }

    private Task<HttpAnswer> PatchAsync(string id, string body) => backend.SendAsync("PATCH", "/api/threads/" + id, body);
}

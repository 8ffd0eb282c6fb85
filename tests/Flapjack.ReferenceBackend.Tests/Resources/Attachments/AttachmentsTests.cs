using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Attachments;

public sealed class AttachmentsTests(EveryRouteFixture every) : IClassFixture<EveryRouteFixture>
{
    /// <summary>The path, the thing, the name of its id in answers, its table, the fields of an attachment as they are sent, and as they are shown.</summary>
    public static TheoryData<string, string, string, string, string, string> Lists => new()
    {
        { "/api/runners/{runnerId}/mcps", "mcpServerId", "mcp_server_id", "mcp_servers", ""","allowedTools":["a","b"]""", ""","allowed_tools":["a","b"]""" },
        { "/api/runners/{runnerId}/integrations", "integrationId", "integration_id", "integrations", ""","allowedTables":[]""", ""","allowed_tables":[]""" },
        { "/api/runners/{runnerId}/tools", "toolId", "tool_id", "tools", "", "" },
        { "/api/runners/{runnerId}/skills", "skillId", "skill_id", "skills", ""","promptOverride":"Be brief.","credential":7""", ""","prompt_override":"Be brief.","has_credential":true""" },
        { "/api/agents/{agentId}/skills", "skillId", "skill_id", "skills", ""","promptOverride":"Be brief.","credential":7""", ""","prompt_override":"Be brief.","has_credential":true""" },
    };

    public static TheoryData<string, string, string> Detachments => new()
    {
        { "/api/runners/{runnerId}/mcps", "mcpServerId", "mcp_server_id" },
        { "/api/runners/{runnerId}/integrations", "integrationId", "integration_id" },
        { "/api/runners/{runnerId}/tools", "toolId", "tool_id" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task What_is_attached_is_listed_with_its_id_its_name_and_the_fields_of_the_attachment(
        string path, string parameter, string idName, string table, string sent, string shown)
    {
        var world = await WorldAsync(path);
        var id = await world.IdOfAsync(parameter);
        SetName(table, id, "The thing");

        var attached = await world.SendAsync("POST " + path, $$"""{"{{parameter}}":"{{id.ToUpperInvariant()}}"{{sent}}}""");

        attached.Status.Should().Be(201, attached.Body);
        attached.Body.Should().Be($$"""{"{{idName}}":"{{id}}","name":"The thing"{{shown}}}""");
        (await world.SendAsync("GET " + path)).Body.Should().Be($"[{attached.Body}]");
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task What_is_attached_again_has_the_fields_of_the_last_time(string path, string parameter, string idName, string table, string sent, string shown)
    {
        var world = await WorldAsync(path);
        var id = await world.IdOfAsync(parameter);
        SetName(table, id, "x");
        await world.SendAsync("POST " + path, $$"""{"{{parameter}}":"{{id}}"{{sent}}}""");

        var again = await world.SendAsync("POST " + path, $$"""{"{{parameter}}":"{{id}}"}""");

        again.Status.Should().Be(201, again.Body);
        again.Text(idName).Should().Be(id);
        (await world.SendAsync("GET " + path)).Body.Should().Be($"[{again.Body}]");
        (shown.Length == 0 || !again.Body.Contains(shown, StringComparison.Ordinal)).Should().BeTrue("fields that are left out are gone");
    }

    [Theory]
    [MemberData(nameof(Detachments))]
    public async Task What_is_detached_is_gone_and_nothing_else_is(string path, string parameter, string idName)
    {
        var world = await WorldAsync(path);
        var first = await AttachAsync(world, path, parameter);
        var second = await AttachAsync(world, path, parameter);
        var body = $$"""{"{{parameter}}":"{{first}}"}""";

        var detached = await world.SendAsync("DELETE " + path, body);

        (detached.Status, detached.Body).Should().Be((204, ""));
        (await IdsAsync(world, path, idName)).Should().Equal(second);
        (await world.SendAsync("DELETE " + path, body)).ShouldBeRefused(404, "NOT_FOUND");
        (await world.SendAsync("POST " + path, body)).Status.Should().Be(201, "the thing itself stays");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"allowedTools":null}""")]
    public async Task Without_a_list_of_tools_all_of_them_are_allowed(string more)
    {
        var world = await WorldAsync("/api/agents/{agentId}/mcps");
        var body = more.Replace("{", """{"mcpServerId":"{mcpServerId}",""", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal);

        var attached = await world.SendAsync("POST /api/agents/{agentId}/mcps", body);

        attached.Status.Should().Be(201, attached.Body);
        attached.Json.GetProperty("allowed_tools").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task An_integration_of_an_agent_has_no_list_of_tables()
    {
        var world = await WorldAsync("/api/agents/{agentId}/integrations");

        var attached = await world.SendAsync("POST /api/agents/{agentId}/integrations", """{"integrationId":"{integrationId}"}""");

        attached.Status.Should().Be(201, attached.Body);
        attached.Json.EnumerateObject().Select(field => field.Name).Should().Equal("integration_id", "name");
    }

    [Theory]
    [InlineData("/api/runners/{runnerId}/mcps", """{}""", "INVALID_MCP_SERVER_ID")]
    [InlineData("/api/runners/{runnerId}/mcps", """{"mcpServerId":"x"}""", "INVALID_MCP_SERVER_ID")]
    [InlineData("/api/runners/{runnerId}/mcps", """{"mcpServerId":"{mcpServerId}","allowedTools":"all"}""", "INVALID_ALLOWED_TOOLS")]
    [InlineData("/api/runners/{runnerId}/integrations", """{"integrationId":7}""", "INVALID_INTEGRATION_ID")]
    [InlineData("/api/runners/{runnerId}/integrations", """{"integrationId":"{integrationId}","allowedTables":[7]}""", "INVALID_ALLOWED_TABLES")]
    [InlineData("/api/runners/{runnerId}/tools", """{"toolId":null}""", "INVALID_TOOL_ID")]
    [InlineData("/api/agents/{agentId}/skills", """{"skillId":"{skillId}","promptOverride":7}""", "INVALID_PROMPT_OVERRIDE")]
    [InlineData("/api/agents/{agentId}/skills", """{"skillId":"{skillId}","credential":"\ud800"}""", "INVALID_CREDENTIAL")]
    public async Task A_wrong_field_is_refused_with_its_code(string path, string body, string code) =>
        (await (await WorldAsync(path)).SendAsync("POST " + path, body)).ShouldBeRefused(400, code);

    [Theory]
    [InlineData("/api/agents/{agentId}/skills", "agent_skills")]
    [InlineData("/api/runners/{runnerId}/skills", "runner_skills")]
    public async Task A_credential_is_stored_encrypted_and_never_read_back(string path, string table)
    {
        var world = await WorldAsync(path);

        var attached = await world.SendAsync("POST " + path, """{"skillId":"{skillId}","credential":{"token":"plain-secret"}}""");

        attached.Text("skill_id").Should().Be(await world.IdOfAsync("skillId"));
        attached.Json.GetProperty("has_credential").GetBoolean().Should().BeTrue();
        (attached.Body + (await world.SendAsync("GET " + path)).Body).Should().NotContain("plain-secret");
        var owner = await world.IdOfAsync(OrgWorld.NamesIn(path)[0]);
        var stored = every.Backend.Backend.Store().Read(db => db.QuerySingle(
            $"SELECT document ->> 'credential' FROM {table} WHERE owner_id = $id", row => row.GetString(0), ("$id", owner)));
        stored.Should().NotBeNullOrEmpty().And.NotContain("plain-secret");
    }

    [Theory]
    [InlineData("/api/runners/{runnerId}/mcps", "mcpServerId", "mcp_servers", "runner_mcps")]
    [InlineData("/api/runners/{runnerId}/integrations", "integrationId", "integrations", "runner_integrations")]
    [InlineData("/api/runners/{runnerId}/tools", "toolId", "tools", "runner_tools")]
    [InlineData("/api/runners/{runnerId}/skills", "skillId", "skills", "runner_skills")]
    [InlineData("/api/agents/{agentId}/mcps", "mcpServerId", "mcp_servers", "agent_mcps")]
    [InlineData("/api/agents/{agentId}/integrations", "integrationId", "integrations", "agent_integrations")]
    [InlineData("/api/agents/{agentId}/skills", "skillId", "skills", "agent_skills")]
    public async Task An_attachment_goes_with_either_of_its_ends(string path, string parameter, string table, string attachments)
    {
        var world = await WorldAsync(path);
        var lost = await AttachAsync(world, path, parameter);
        var kept = await AttachAsync(world, path, parameter);
        var owner = OrgWorld.NamesIn(path)[0];

        Execute($"DELETE FROM {table} WHERE id = $id", lost);
        ItemsOf(attachments, await world.IdOfAsync(owner)).Should().Equal(kept);

        if (owner == "agentId")
        {
            (await world.SendAsync("DELETE /api/agents/{agentId}")).Status.Should().Be(204);
        }
        else
        {
            Execute("DELETE FROM runners WHERE id = $id", await world.IdOfAsync(owner));
        }

        ItemsOf(attachments, await world.IdOfAsync(owner)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_deleted_tool_is_no_longer_attached()
    {
        var world = await WorldAsync("/api/runners/{runnerId}/tools");
        var id = await AttachAsync(world, "/api/runners/{runnerId}/tools", "toolId");

        (await world.SendAsync("DELETE /api/tools/" + id)).Status.Should().Be(204);

        (await world.SendAsync("GET /api/runners/{runnerId}/tools")).Body.Should().Be("[]");
        (await world.SendAsync("DELETE /api/runners/{runnerId}/tools", $$"""{"toolId":"{{id}}"}""")).ShouldBeRefused(404, "NOT_FOUND");
    }

    // The agent or runner of the path is new, so nothing is attached to it.
    private async Task<OrgWorld> WorldAsync(string path)
    {
        await every.Mine.MakeAnewAsync(OrgWorld.NamesIn(path)[0]);
        return every.Mine;
    }

    private static async Task<string> AttachAsync(OrgWorld world, string path, string parameter)
    {
        var id = await world.MakeAnewAsync(parameter);
        var attached = await world.SendAsync("POST " + path, $$"""{"{{parameter}}":"{{id}}"}""");
        attached.Status.Should().Be(201, attached.Body);
        return id;
    }

    private static async Task<IEnumerable<string?>> IdsAsync(OrgWorld world, string path, string idName) =>
        (await world.SendAsync("GET " + path)).Json.EnumerateArray().Select(item => item.GetProperty(idName).GetString());

    private List<string> ItemsOf(string attachments, string owner) => every.Backend.Backend.Store().Read(db => db.Query(
        $"SELECT item_id FROM {attachments} WHERE owner_id = $id", row => row.GetString(0), ("$id", owner)));

    private void SetName(string table, string id, string name) => every.Backend.Backend.Store().Write(db => db.Execute(
        $"UPDATE {table} SET document = json_set(document, '$.name', $name) WHERE id = $id", ("$id", id), ("$name", name)));

    private void Execute(string sql, string id) => every.Backend.Backend.Store().Write(db => db.Execute(sql, ("$id", id)));
}

using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Agents.Config;

/// <summary>The configurations of an agent whose fields are not documented: they are JSON.</summary>
public sealed class AgentJsonConfigTests : WireTest
{
    private const string Json = """{"enabled":true,"tools":["search",{"deep":1}],"note":null}""";

    public static TheoryData<string> Kinds => ["web", "plan", "multiplayer", "delegated"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_configuration_is_read_as_it_came(string kind)
    {
        Wire.Answers(PathOf(kind), Json);

        var config = await GetAsync(kind, "a1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", PathOf(kind)));
        config.GetRawText().Should().Be(Json);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_configuration_is_sent_as_it_is(string kind)
    {
        Wire.Answers(PathOf(kind), "{}");

        var config = await UpdateAsync(kind, "a1", JsonElement.Parse(Json)).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PUT", PathOf(kind), Json));
        Wire.Request.Header("Content-Type").Should().Be("application/json");
        config.GetRawText().Should().Be("{}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_refusal_is_an_exception(string kind)
    {
        Wire.Answers(PathOf(kind), new Answer(404, """{"error":"NOT_FOUND","detail":"Agent not found"}"""));

        var read = () => GetAsync(kind, "a1").Soon();

        await read.Should().ThrowAsync<FlapjackNotFoundException>();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Arguments_are_checked_at_the_call(string kind)
    {
        Action[] nameless = [() => GetAsync(kind, ""), () => UpdateAsync(kind, " ", JsonElement.Parse("{}"))];
        Action undefined = () => UpdateAsync(kind, "a1", default);

        nameless.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("agentId"));
        undefined.Should().Throw<ArgumentException>().WithParameterName("config");
        Wire.Requests.Should().BeEmpty();
    }

    private static string PathOf(string kind) => "/api/agents/a1/" + kind;

    private Task<JsonElement> GetAsync(string kind, string agentId) => kind switch
    {
        "web" => Client.GetWebConfigAsync(agentId),
        "plan" => Client.GetPlanConfigAsync(agentId),
        "multiplayer" => Client.GetMultiplayerConfigAsync(agentId),
        _ => Client.GetDelegatedConfigAsync(agentId),
    };

    private Task<JsonElement> UpdateAsync(string kind, string agentId, JsonElement config) => kind switch
    {
        "web" => Client.UpdateWebConfigAsync(agentId, config),
        "plan" => Client.UpdatePlanConfigAsync(agentId, config),
        "multiplayer" => Client.UpdateMultiplayerConfigAsync(agentId, config),
        _ => Client.UpdateDelegatedConfigAsync(agentId, config),
    };
}

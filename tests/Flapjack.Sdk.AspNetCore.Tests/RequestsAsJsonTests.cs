using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk.AspNetCore.Tests;

/// <summary>
/// An app writes the body of an update as JSON of its own, for example to do the update later. A field that was left out stays left out, and a field
/// that was cleared stays cleared.
/// </summary>
public sealed partial class RequestsAsJsonTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static TheoryData<string> Options => ["default", "web", "generated"];

    [Theory]
    [MemberData(nameof(Options))]
    public void Left_out_null_and_a_value_are_still_three_things(string options)
    {
        var schema = JsonElement.Parse("""{"type":"object"}""");
        var profiles = new ToolProfiles { AdditionalProperties = new Dictionary<string, JsonElement> { ["work"] = schema } };

        Check(new UpdateAgentRequest { ToolProfiles = profiles, ProjectId = null }, options, "\"toolProfiles\":{\"work\":{\"type\":\"object\"}}", "\"projectId\":null", "description");
        Check(new UpdateCodeAgentRequest { ModelParams = schema, Preamble = null }, options, "\"modelParams\":{\"type\":\"object\"}", "\"preamble\":null", "description");
        Check(new UpdateCompactionConfigRequest { AnthropicInstructions = null, Enabled = true }, options, "\"enabled\":true", "\"anthropicInstructions\":null", "none");
        Check(new UpdateProjectRequest { Slug = "a", Description = null }, options, "\"slug\":\"a\"", "\"description\":null", "none");
        Check(new UpdateRunnerRequest { InputSchema = schema, ProjectId = null }, options, "\"inputSchema\":{\"type\":\"object\"}", "\"projectId\":null", "description");
        Check(new UpdateRunnerRequest { Description = "d", InputSchema = null }, options, "\"description\":\"d\"", "\"inputSchema\":null", "projectId");
        Check(new UpdateThreadRequest { SystemPromptOverlay = new(["a", "b"]), ActiveProfile = null }, options, "\"systemPromptOverlay\":[\"a\",\"b\"]", "\"activeProfile\":null", "none");
        Check(new UpdateThreadRequest { SystemPromptOverlay = null }, options, "\"systemPromptOverlay\":null", "{", "activeProfile");
        Check(new UpdateToolRequest { Parameters = schema, Description = null }, options, "\"parameters\":{\"type\":\"object\"}", "\"description\":null", "none");
    }

    private static void Check<T>(T request, string options, string value, string cleared, string leftOut)
    {
        var json = JsonSerializer.Serialize(request, OptionsOf(options));

        json.Should().Contain(value).And.Contain(cleared).And.NotContain($"\"{leftOut}\"");
        JsonSerializer.Serialize(JsonSerializer.Deserialize<T>(json, OptionsOf(options)), OptionsOf(options)).Should().Be(json);
    }

    private static JsonSerializerOptions OptionsOf(string options) => options switch
    {
        "default" => JsonSerializerOptions.Default,
        "web" => Web,
        _ => UpdatesJson.Default.Options,
    };

    [JsonSerializable(typeof(UpdateAgentRequest))]
    [JsonSerializable(typeof(UpdateCodeAgentRequest))]
    [JsonSerializable(typeof(UpdateCompactionConfigRequest))]
    [JsonSerializable(typeof(UpdateProjectRequest))]
    [JsonSerializable(typeof(UpdateRunnerRequest))]
    [JsonSerializable(typeof(UpdateThreadRequest))]
    [JsonSerializable(typeof(UpdateToolRequest))]
    private sealed partial class UpdatesJson : JsonSerializerContext;
}

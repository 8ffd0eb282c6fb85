using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Marketplace;

public sealed class MarketplaceProfileTests : WireTest
{
    private const string Path = "/api/agents/a1/marketplace";
    private const string Json = """{"handle":"ada","avatar":"https://x.test/ada.png","capabilities":["code","chat"],"readiness_score":66.5,"listed":true}""";

    public static TheoryData<UpdateMarketplaceProfileRequest, string> Updates => new()
    {
        { new(), "{}" },
        { new() { Handle = "ada", Capabilities = ["code"] }, """{"handle":"ada","capabilities":["code"]}""" },
        { new() { Capabilities = [], AdditionalProperties = new Dictionary<string, JsonElement> { ["listed"] = JsonElement.Parse("true") } }, """{"capabilities":[],"listed":true}""" },
    };

    [Fact]
    public async Task A_profile_is_read_with_all_of_its_fields()
    {
        Wire.Answers(Path, Json);

        var profile = await Client.GetMarketplaceProfileAsync("a1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Path));
        (profile.Handle, profile.Avatar, profile.ReadinessScore).Should().Be(("ada", "https://x.test/ada.png", 66.5));
        profile.Capabilities.Should().Equal("code", "chat");
        profile.AdditionalProperties!["listed"].GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task A_profile_may_say_nothing()
    {
        Wire.Answers(Path, "{}");

        var profile = await Client.GetMarketplaceProfileAsync("a1").Soon();

        (profile.Handle, profile.Avatar, profile.ReadinessScore, profile.Capabilities.Count).Should().Be((null, null, null, 0));
    }

    [Fact]
    public async Task A_field_of_another_shape_than_guessed_is_kept_as_it_came()
    {
        Wire.Answers(Path, """{"handle":"ada","avatar":{"url":"u"},"capabilities":{"code":true},"readiness_score":"high"}""");

        var profile = await Client.GetMarketplaceProfileAsync("a1").Soon();

        profile.Handle.Should().Be("ada");
        profile.AdditionalProperties!.Keys.Should().BeEquivalentTo("avatar", "capabilities", "readiness_score");
        profile.AdditionalProperties["avatar"].GetProperty("url").GetString().Should().Be("u");
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task What_is_set_is_written(UpdateMarketplaceProfileRequest request, string body)
    {
        Wire.Answers(Path, Json);

        var profile = await Client.UpdateMarketplaceProfileAsync("a1", request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PUT", Path, body));
        profile.Handle.Should().Be("ada");
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task A_profile_is_deleted(int status, string body)
    {
        Wire.Answers(Path, new Answer(status, body));

        await Client.DeleteMarketplaceProfileAsync("a1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", Path, ""));
    }

    [Fact]
    public async Task A_profile_that_is_not_there_is_not_found()
    {
        Wire.Answers(Path, new Answer(404, """{"error":"NOT_FOUND","detail":"no profile"}"""));

        var read = () => Client.GetMarketplaceProfileAsync("a1").Soon();

        (await read.Should().ThrowAsync<FlapjackNotFoundException>()).Which.Detail.Should().Be("no profile");
    }

    [Fact]
    public void Arguments_are_checked_at_the_call()
    {
        Action[] noAgent = [() => Client.GetMarketplaceProfileAsync(""), () => Client.UpdateMarketplaceProfileAsync(" ", new()), () => Client.DeleteMarketplaceProfileAsync(null!)];
        Action noRequest = () => Client.UpdateMarketplaceProfileAsync("a1", null!);

        noAgent.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("agentId"));
        noRequest.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request");
        Wire.Requests.Should().BeEmpty();
    }
}

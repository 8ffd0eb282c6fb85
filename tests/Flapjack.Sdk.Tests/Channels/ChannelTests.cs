using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Channels;

public sealed class ChannelTests : WireTest
{
    private const string All = "/api/agents/a1/channels";
    private const string One = All + "/c1";
    private const string Json = """{"id":"c1","adapter":"telegram","has_credentials":true,"created_at":"2026-05-01T10:00:00Z"}""";

    [Fact]
    public async Task Channels_are_listed_with_the_fields_that_no_document_names()
    {
        Wire.Answers(All, $$"""[{{Json}},{}]""");

        var channels = await Client.ListChannelsAsync("a1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        channels.Select(channel => channel.Id).Should().Equal("c1", "");
        channels[0].CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        channels[0].AdditionalProperties!["adapter"].GetString().Should().Be("telegram");
        channels[1].CreatedAt.Should().BeNull();
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_and_not_the_list()
    {
        Wire.Answers(All, """[{"id":"c1","created_at":{}},{"id":"c2"}]""");

        var channels = await Client.ListChannelsAsync("a1").Soon();

        channels.Select(channel => channel.Id).Should().Equal("c1", "c2");
        channels[0].AdditionalProperties.Should().ContainKey("created_at");
    }

    [Fact]
    public async Task A_channel_is_created_from_the_JSON_of_the_caller()
    {
        Wire.Answers(All, new Answer(201, Json));

        var channel = await Client.CreateChannelAsync("a1", JsonElement.Parse("""{"adapter":"telegram","credentials":{"token":"t"}}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, """{"adapter":"telegram","credentials":{"token":"t"}}"""));
        channel.Id.Should().Be("c1");
    }

    [Fact]
    public async Task A_channel_is_changed()
    {
        Wire.Answers(One, Json);

        var channel = await Client.UpdateChannelAsync("a1", "c1", JsonElement.Parse("""{"enabled":false,"name":null}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, """{"enabled":false,"name":null}"""));
        channel.Id.Should().Be("c1");
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task A_channel_is_deleted(int status, string body)
    {
        Wire.Answers(One, new Answer(status, body));

        await Client.DeleteChannelAsync("a1", "c1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", One, ""));
    }

    [Fact]
    public async Task The_contacts_of_a_channel_are_JSON()
    {
        Wire.Answers(One + "/contacts", """[{"id":"p1","handle":"@ada"},"odd"]""");

        var contacts = await Client.ListChannelContactsAsync("a1", "c1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One + "/contacts"));
        contacts[0].GetProperty("handle").GetString().Should().Be("@ada");
        contacts[1].GetString().Should().Be("odd");
    }

    [Fact]
    public async Task A_refusal_does_not_repeat_what_may_be_a_credential()
    {
        Wire.Answers(All, new Answer(400, """{"error":"INVALID_CREDENTIALS","detail":"credentials must be an object."}"""));

        var create = () => Client.CreateChannelAsync("a1", JsonElement.Parse("""{"adapter":"slack","credentials":"xoxb-1234"}""")).Soon();

        var thrown = (await create.Should().ThrowAsync<FlapjackValidationException>()).Which;
        thrown.ErrorCode.Should().Be("INVALID_CREDENTIALS");
        thrown.ToString().Should().NotContain("xoxb-1234");
    }

    [Fact]
    public void Arguments_are_checked_at_the_call()
    {
        var body = JsonElement.Parse("{}");
        Action[] noAgent =
        [
            () => Client.ListChannelsAsync(""), () => Client.CreateChannelAsync(" ", body), () => Client.UpdateChannelAsync(null!, "c1", body),
            () => Client.DeleteChannelAsync("", "c1"), () => Client.ListChannelContactsAsync("", "c1"),
        ];
        Action[] noChannel = [() => Client.UpdateChannelAsync("a1", "", body), () => Client.DeleteChannelAsync("a1", " "), () => Client.ListChannelContactsAsync("a1", null!)];
        Action[] noBody = [() => Client.CreateChannelAsync("a1", default), () => Client.UpdateChannelAsync("a1", "c1", default)];

        noAgent.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("agentId"));
        noChannel.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("channelId"));
        noBody.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("request"));
        Wire.Requests.Should().BeEmpty();
    }
}

using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.CodeAgents;

public sealed class CodeSessionTests : WireTest
{
    private const string All = "/api/code-sessions";
    private const string One = All + "/cs1";
    private const string Json = """{"id":"cs1","status":"pending","created_at":"2026-05-01T10:00:00Z","code_agent_id":"ca1"}""";

    [Fact]
    public async Task A_session_is_read_with_the_fields_that_no_document_names()
    {
        Wire.Answers(One, Json);

        var session = await Client.GetCodeSessionAsync("cs1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        (session.Id, session.Status).Should().Be(("cs1", CodeSessionStatus.Pending));
        session.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        session.AdditionalProperties!["code_agent_id"].GetString().Should().Be("ca1");
    }

    [Fact]
    public async Task Sessions_are_listed_and_an_odd_field_costs_that_field_alone()
    {
        Wire.Answers(All, """[{"id":"cs1","status":7},{},{"id":"cs3","status":"paused"}]""");

        var sessions = await Client.ListCodeSessionsAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        sessions.Select(session => session.Id).Should().Equal("cs1", "", "cs3");
        sessions.Select(session => session.Status).Should().Equal(null, null, new CodeSessionStatus("paused"));
        sessions[0].AdditionalProperties!["status"].GetInt32().Should().Be(7);
    }

    [Fact]
    public async Task A_session_is_started_from_the_JSON_of_the_caller()
    {
        Wire.Answers(All, new Answer(201, Json));

        var session = await Client.CreateCodeSessionAsync(JsonElement.Parse("""{"codeAgentId":"ca1","prompt":"Fix it."}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, """{"codeAgentId":"ca1","prompt":"Fix it."}"""));
        session.Id.Should().Be("cs1");
    }

    [Fact]
    public async Task A_session_is_changed()
    {
        Wire.Answers(One, Json);

        var session = await Client.UpdateCodeSessionAsync("cs1", JsonElement.Parse("""{"title":null}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, """{"title":null}"""));
        session.Id.Should().Be("cs1");
    }

    [Fact]
    public async Task A_prompt_is_sent_and_the_answer_is_JSON()
    {
        Wire.Answers(One + "/messages", new Answer(201, """{"type":"message"}"""));

        var answer = await Client.SendCodeSessionMessageAsync("cs1", JsonElement.Parse("""{"prompt":"And the tests."}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", One + "/messages", """{"prompt":"And the tests."}"""));
        answer.GetProperty("type").GetString().Should().Be("message");
    }

    [Fact]
    public async Task The_events_of_a_session_come_in_the_order_of_the_service()
    {
        Wire.Answers(One + "/events", """
            [{"id":"e1","code_session_id":"cs1","seq":1,"type":"status","data":{"status":"pending"},"created_at":"2026-05-01T10:00:00Z"},{},{"seq":"x","type":7}]
            """);

        var events = await Client.ListCodeSessionEventsAsync("cs1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Query).Should().Be(("GET", One + "/events", ""));
        (events[0].Id, events[0].Seq, events[0].Type).Should().Be(("e1", 1, "status"));
        events[0].Data!.Value.GetProperty("status").GetString().Should().Be("pending");
        events[0].CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        events[0].AdditionalProperties!["code_session_id"].GetString().Should().Be("cs1");
        (events[1].Id, events[1].Seq, events[1].Type, events[1].Data, events[1].CreatedAt).Should().Be(("", null, null, null, null));
        (events[2].Seq, events[2].Type).Should().Be((null, null), "an odd field costs that field alone");
    }

    [Fact]
    public async Task Events_are_asked_for_from_a_number_on()
    {
        Wire.Answers(One + "/events", "[]");

        await Client.ListCodeSessionEventsAsync("cs1", after: 7).Soon();

        Wire.Request.Query.Should().Be("after=7");
    }

    [Theory]
    [InlineData("cancel", 200, Json)]
    [InlineData("cancel", 204, "")]
    [InlineData("archive", 200, """{"ok":true}""")]
    [InlineData("archive", 202, "taken")]
    public async Task A_session_is_cancelled_and_archived_whatever_the_answer_holds(string verb, int status, string body)
    {
        Wire.Answers($"{One}/{verb}", new Answer(status, body));

        await (verb == "cancel" ? Client.CancelCodeSessionAsync("cs1") : Client.ArchiveCodeSessionAsync("cs1")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", $"{One}/{verb}", ""));
    }

    [Fact]
    public async Task A_session_that_has_ended_can_not_be_cancelled()
    {
        Wire.Answers(One + "/cancel", new Answer(422, """{"error":"SESSION_ENDED","detail":"The session is finished."}"""));

        var cancel = () => Client.CancelCodeSessionAsync("cs1").Soon();

        (await cancel.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("SESSION_ENDED");
    }

    [Fact]
    public void Arguments_are_checked_at_the_call()
    {
        var body = JsonElement.Parse("{}");
        Action[] noId =
        [
            () => Client.GetCodeSessionAsync(""), () => Client.UpdateCodeSessionAsync(" ", body), () => Client.SendCodeSessionMessageAsync(null!, body),
            () => Client.ListCodeSessionEventsAsync(""), () => Client.CancelCodeSessionAsync(""), () => Client.ArchiveCodeSessionAsync(""),
        ];
        Action[] noBody =
        [
            () => Client.CreateCodeSessionAsync(default), () => Client.UpdateCodeSessionAsync("cs1", default), () => Client.SendCodeSessionMessageAsync("cs1", default),
        ];

        noId.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("codeSessionId"));
        noBody.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("request"));
        Wire.Requests.Should().BeEmpty();
    }
}

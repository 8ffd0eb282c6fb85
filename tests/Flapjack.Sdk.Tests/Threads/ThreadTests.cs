using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Threads;

public sealed class ThreadTests : WireTest
{
    private const string All = "/api/threads";
    private const string One = "/api/threads/t1";

    private const string Json = """
        {"id":"t1","org_id":"o1","agent_id":"a1","title":"Order 123","active_profile":"shop","created_at":"2026-05-01T10:00:00Z","kind":"single"}
        """;

    public static TheoryData<CreateThreadRequest, string> Creations => new()
    {
        { new() { AgentId = "a1" }, """{"agentId":"a1"}""" },
        { new() { AgentId = "a1", Title = "Order 123", Kind = ThreadKind.Multiplayer }, """{"agentId":"a1","title":"Order 123","kind":"multiplayer"}""" },
        { new() { AgentId = "a1", ActiveProfile = "shop", SystemPromptOverlay = "Be short." }, """{"agentId":"a1","activeProfile":"shop","systemPromptOverlay":"Be short."}""" },
        { new() { AgentId = "a1", SystemPromptOverlay = ["Be short.", "Be kind."] }, """{"agentId":"a1","systemPromptOverlay":["Be short.","Be kind."]}""" },
        { new() { AgentId = "a1", ResourceBindings = [JsonElement.Parse("""{"type":"order"}"""), JsonElement.Parse("7")] }, """{"agentId":"a1","resourceBindings":[{"type":"order"},7]}""" },
    };

    public static TheoryData<UpdateThreadRequest, string> Updates => new()
    {
        { new(), "{}" },
        { new() { Title = "New" }, """{"title":"New"}""" },
        { new() { ActiveProfile = "shop" }, """{"activeProfile":"shop"}""" },
        { new() { SystemPromptOverlay = new("Be short.") }, """{"systemPromptOverlay":"Be short."}""" },
        { new() { SystemPromptOverlay = new(["Be short.", "Be kind."]) }, """{"systemPromptOverlay":["Be short.","Be kind."]}""" },
        { new() { ActiveProfile = null, SystemPromptOverlay = null }, """{"activeProfile":null,"systemPromptOverlay":null}""" },
    };

    [Fact]
    public async Task A_thread_is_created_with_an_agent_alone()
    {
        Wire.Answers(All, Json);

        var thread = await Client.CreateThreadAsync("a1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, """{"agentId":"a1"}"""));
        (thread.Id, thread.OrgId, thread.AgentId, thread.Title, thread.ActiveProfile).Should().Be(("t1", "o1", "a1", "Order 123", "shop"));
        thread.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        thread.AdditionalProperties!["kind"].GetString().Should().Be("single");
    }

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task A_thread_is_created_with_what_was_assigned(CreateThreadRequest request, string body)
    {
        Wire.Answers(All, new Answer(201, Json));

        var thread = await Client.CreateThreadAsync(request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, body));
        thread.Id.Should().Be("t1");
    }

    [Fact]
    public async Task An_answer_may_lack_every_field()
    {
        Wire.Answers(All, "{}");

        var thread = await Client.CreateThreadAsync("a1").Soon();

        thread.Should().BeEquivalentTo(new FlapjackThread());
        thread.Id.Should().BeEmpty();
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_and_not_the_thread()
    {
        Wire.Answers(One, """{"id":"t1","title":7,"active_profile":["shop"],"created_at":"soon"}""");

        var thread = await Client.UpdateThreadAsync("t1", new()).Soon();

        (thread.Id, thread.Title, thread.ActiveProfile, thread.CreatedAt).Should().Be(("t1", null, null, null));
        thread.AdditionalProperties!["title"].GetInt32().Should().Be(7);
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_update_sends_what_was_assigned_and_clears_what_was_assigned_null(UpdateThreadRequest request, string body)
    {
        Wire.Answers(One, Json);

        var thread = await Client.UpdateThreadAsync("t1", request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, body));
        thread.Title.Should().Be("Order 123");
    }

    [Theory]
    [InlineData("shop", """{"activeProfile":"shop"}""")]
    [InlineData(null, """{"activeProfile":null}""")]
    public async Task A_profile_is_switched_to_another_or_to_none(string? profile, string body)
    {
        Wire.Answers(One, Json);

        var thread = await Client.SwitchProfileAsync("t1", profile).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, body));
        thread.ActiveProfile.Should().Be("shop");
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(202, "stopping")]
    [InlineData(204, "")]
    public async Task A_thread_is_stopped_whatever_the_answer_says(int status, string body)
    {
        Wire.Answers(One + "/stop", new Answer(status, body));

        await Client.StopThreadAsync("t1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", One + "/stop", ""));
    }

    [Fact]
    public async Task The_computer_of_a_thread_is_read_as_any_JSON()
    {
        Wire.Answers(One + "/computer", """{"enabled":true,"state":{"a":[1]}}""");

        var computer = await Client.GetThreadComputerAsync("t1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One + "/computer"));
        computer.GetRawText().Should().Be("""{"enabled":true,"state":{"a":[1]}}""");
    }

    [Fact]
    public async Task The_computer_of_a_thread_is_set_to_any_JSON()
    {
        Wire.Answers(One + "/computer", "[]");

        var computer = await Client.UpdateThreadComputerAsync("t1", JsonElement.Parse("""{"enabled":false}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PUT", One + "/computer", """{"enabled":false}"""));
        computer.GetRawText().Should().Be("[]");
    }

    [Fact]
    public async Task Participants_are_JSON_of_any_shape()
    {
        Wire.Answers(One + "/participants", """[{"user_id":"u1"}]""");

        var participants = await Client.ListThreadParticipantsAsync("t1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One + "/participants"));
        participants[0].GetProperty("user_id").GetString().Should().Be("u1");
    }

    [Fact]
    public async Task A_participant_is_added()
    {
        Wire.Answers(One + "/participants", new Answer(201, """{"user_id":"u1"}"""));

        var participant = await Client.AddThreadParticipantAsync("t1", JsonElement.Parse("""{"userId":"u1"}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", One + "/participants", """{"userId":"u1"}"""));
        participant.GetProperty("user_id").GetString().Should().Be("u1");
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task A_participant_is_removed_with_a_body(int status, string body)
    {
        Wire.Answers(One + "/participants", new Answer(status, body));

        await Client.RemoveThreadParticipantAsync("t1", JsonElement.Parse("""{"userId":"u1"}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", One + "/participants", """{"userId":"u1"}"""));
    }

    [Fact]
    public async Task A_thread_that_is_not_there_is_not_found()
    {
        Wire.Answers(One + "/stop", new Answer(404, """{"error":"NOT_FOUND","detail":"Thread not found"}"""));

        var thrown = await Client.Invoking(client => client.StopThreadAsync("t1").Soon()).Should().ThrowAsync<FlapjackNotFoundException>();

        thrown.Which.Detail.Should().Be("Thread not found");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_id_is_checked_at_the_call(string? id)
    {
        var json = JsonElement.Parse("{}");
        Action[] calls =
        [
            () => Client.UpdateThreadAsync(id!, new()),
            () => Client.SwitchProfileAsync(id!, "shop"),
            () => Client.StopThreadAsync(id!),
            () => Client.GetThreadComputerAsync(id!),
            () => Client.UpdateThreadComputerAsync(id!, json),
            () => Client.ListThreadParticipantsAsync(id!),
            () => Client.AddThreadParticipantAsync(id!, json),
            () => Client.RemoveThreadParticipantAsync(id!, json),
        ];
        Action create = () => Client.CreateThreadAsync(id!);

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("threadId"));
        create.Should().Throw<ArgumentException>().WithParameterName("agentId");
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void What_is_sent_is_checked_at_the_call()
    {
        Action[] nulls = [() => Client.CreateThreadAsync((CreateThreadRequest)null!), () => Client.UpdateThreadAsync("t1", null!)];
        Action overlay = () => Client.UpdateThreadAsync("t1", new() { SystemPromptOverlay = new(["whole", "\uD83E"]) });
        Action profile = () => Client.SwitchProfileAsync("t1", "\uD83E");
        Action[] participants = [() => Client.AddThreadParticipantAsync("t1", default), () => Client.RemoveThreadParticipantAsync("t1", default)];
        Action computer = () => Client.UpdateThreadComputerAsync("t1", default);

        nulls.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request"));
        overlay.Should().ThrowExactly<ArgumentException>().WithParameterName("request").WithMessage("SystemPromptOverlay holds half a character*");
        profile.Should().ThrowExactly<ArgumentException>().WithParameterName("profile");
        participants.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentException>().WithParameterName("request"));
        computer.Should().ThrowExactly<ArgumentException>().WithParameterName("computer");
        Wire.Requests.Should().BeEmpty();
    }
}

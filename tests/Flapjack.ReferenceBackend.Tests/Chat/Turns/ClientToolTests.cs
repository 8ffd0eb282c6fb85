using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>Tools that the caller runs: what is asked, which results are taken, and what the model is told.</summary>
public sealed class ClientToolTests : IAsyncLifetime, IDisposable
{
    private const string Tools = """
        "tools":[{"name":"lookup"},{"name":"ask"}]
        """;

    private readonly ScriptedChatModel _model = new();
    private readonly ArmedTime _clock = new();
    private readonly TestTools _ofBackend = new();
    private ScriptedBackend _backend = null!;
    private string _thread = null!;

    public async Task InitializeAsync()
    {
        _model.When("two").Say("Asking. ").CallAll(new ScriptedCall("lookup", new { id = 1 }), new ScriptedCall("ask", new { id = 2 })).SayResults();
        _model.When("mixed").CallAll(new ScriptedCall("sky"), new ScriptedCall("lookup"), new ScriptedCall("sky")).SayResults();
        _model.When("unknown").CallAll(new ScriptedCall("nobody"), new ScriptedCall("lookup")).SayResults();
        _model.When("twenty").CallAll([.. Enumerable.Range(0, 4).Select(_ => new ScriptedCall("lookup"))])
            .CallAll([.. Enumerable.Range(0, 4).Select(_ => new ScriptedCall("lookup"))])
            .CallAll([.. Enumerable.Range(0, 4).Select(_ => new ScriptedCall("lookup"))])
            .Say("Enough.");
        _ofBackend.Add("sky", "\"blue\"").Add("ask", "\"from the backend\"");
        _backend = await ScriptedBackend.StartAsync(_model, options =>
        {
            options.TimeProvider = _clock;
            options.ToolSources.Add(_ofBackend);
        });
        _thread = await _backend.CreateThreadAsync();
    }

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task Results_in_another_order_are_told_to_the_model_in_the_order_of_its_calls()
    {
        var (first, second) = await AskTwoAsync();

        var answer = await ResultsAsync((second, "\"two\""), (first, """{"one":[1,null]}"""));

        Frames.Text(answer).Should().Be("""{"one":[1,null]}""" + "\ntwo");
        Frames.Last(answer).GetProperty("content").GetString().Should().Be("""Asking. {"one":[1,null]}""" + "\ntwo");
        _model.Requests[^1].Tools.Should().Equal(["lookup", "ask", "sky"], "the tools need not be sent again, and a tool of the caller comes before one of the backend");
    }

    [Fact]
    public async Task A_result_that_is_missing_unknown_or_twice_there_is_refused_and_the_turn_goes_on_waiting()
    {
        var (first, second) = await AskTwoAsync();

        (await ResultsAsync((first, "1"))).ShouldBeRefused(422, "MISSING_TOOL_RESULTS");
        (await ResultsAsync((first, "1"), (second, "2"), ("call_9", "3"))).ShouldBeRefused(422, "UNKNOWN_TOOL_CALL");
        (await ResultsAsync((first, "1"), (second, "2"), (first, "3"))).ShouldBeRefused(400, "INVALID_TOOL_RESULTS");
        Frames.Text(await ResultsAsync((first, "1"), (second, "2"))).Should().Be("1\n2");
        (await ResultsAsync((first, "1"), (second, "2"))).ShouldBeRefused(422, "NO_PENDING_TOOL_CALLS");
        (await _backend.Backend.GetAsync("/api/analytics")).Json.GetProperty("summary").GetProperty("total_turns").GetInt64().Should().Be(1);
    }

    [Fact]
    public async Task A_repeat_of_results_under_their_key_is_the_same_turn()
    {
        var (first, second) = await AskTwoAsync();
        var body = ResultsBody((first, "1"), (second, "2"));

        var answer = await _backend.SendAsync(_thread, body, ("Idempotency-Key", "r"));
        var repeat = await _backend.SendAsync(_thread, body, ("Idempotency-Key", "r"));

        repeat.Body.Should().Be(answer.Body);
        _model.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_message_in_place_of_results_tells_the_model_that_there_are_none()
    {
        await AskTwoAsync();

        var answer = await _backend.SendAsync(_thread, """{"content":"Never mind"}""");

        Frames.Text(answer).Should().Be("Never mind");
        var said = _model.Requests[^1].Messages;
        said.Select(message => message.Role).Should().Equal("user", "assistant", "tool", "tool", "user");
        said.SelectMany(message => message.Results).Should().OnlyContain(result => result.Text.StartsWith("There is no result"));
    }

    [Fact]
    public async Task Results_together_with_a_message_are_told_also_if_not_all_are_there()
    {
        var (first, _) = await AskTwoAsync();

        var answer = await _backend.SendAsync(_thread, $$"""{"content":"And now?","toolResults":[{"toolCallId":"{{first}}","result":"one"}]}""");

        Frames.Last(answer).GetProperty("content").GetString().Should().Be("And now?");
        var said = _model.Requests[^1].Messages;
        said.SelectMany(message => message.Results).Select(result => result.Text).Should().SatisfyRespectively(
            one => one.Should().Be("one"), two => two.Should().StartWith("There is no result"));
        said[^1].Text.Should().Be("And now?");
    }

    [Fact]
    public async Task Results_that_come_too_late_are_refused_and_the_next_message_is_taken()
    {
        var (first, second) = await AskTwoAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));

        (await ResultsAsync((first, "1"), (second, "2"))).ShouldBeRefused(410, "TOOL_CALLS_EXPIRED");
        Frames.Text(await _backend.SendAsync(_thread, """{"content":"Next"}""")).Should().Be("Next");
        (await ResultsAsync((first, "1"), (second, "2"))).ShouldBeRefused(422, "NO_PENDING_TOOL_CALLS");
    }

    [Fact]
    public async Task Results_just_in_time_are_taken()
    {
        var (first, second) = await AskTwoAsync();
        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));

        (await ResultsAsync((first, "1"), (second, "2"))).Status.Should().Be(200);
    }

    [Fact]
    public async Task Tools_of_the_backend_run_before_the_caller_is_asked_for_the_others()
    {
        var asked = await _backend.SendAsync(_thread, $$"""{"content":"mixed",{{Tools}}}""");
        var answer = await ResultsAsync((Frames.CallIds(asked).Single(), "\"found\""));

        Frames.Names(asked).Should().Equal("meta", "tool_call", "tool_executing", "tool_result", "tool_call", "tool_executing", "tool_result", "requires_action");
        Frames.Text(answer).Should().Be("blue\nfound\nblue");
        _ofBackend.Calls.Should().Equal("sky {}", "sky {}");
    }

    [Fact]
    public async Task A_tool_that_nobody_has_is_told_to_the_model()
    {
        var asked = await _backend.SendAsync(_thread, $$"""{"content":"unknown",{{Tools}}}""");
        var answer = await ResultsAsync((Frames.CallIds(asked).Single(), "1"));

        Frames.Of(asked).First(frame => frame.Event == "tool_result").Data.GetProperty("result").GetRawText().Should().Be(
            """{"error":"There is no tool 'nobody'. Use one of the tools that you were told."}""");
        Frames.Text(answer).Should().StartWith("{\"error\":").And.EndWith("\n1");
    }

    [Fact]
    public async Task One_message_leads_to_ten_calls_over_all_of_its_requests()
    {
        var asked = new List<int>();
        var answer = await _backend.SendAsync(_thread, $$"""{"content":"twenty",{{Tools}}}""");
        while (Frames.Names(answer).Last() == "requires_action")
        {
            asked.Add(Frames.CallIds(answer).Count);
            answer = await ResultsAsync([.. Frames.CallIds(answer).Select(id => (id, "1"))]);
        }

        asked.Should().Equal(4, 4, 2);
        Frames.Text(answer).Should().Be("Enough.");
        _model.Requests[^1].Tools.Should().BeEmpty();
        _model.Requests[^1].Results.Select(result => result.Text).Skip(10).Should().HaveCount(2).And.OnlyContain(text => text.Contains("one message may lead to 10 calls"));
        (await _backend.Backend.GetAsync("/api/analytics")).Json.GetProperty("summary").GetProperty("tool_calls").GetInt64().Should().Be(10);
    }

    [Fact]
    public async Task Arguments_that_are_no_json_are_told_to_the_model_and_not_to_the_caller()
    {
        var broken = new RawModel([], new FunctionCallContent("c1", "lookup") { Exception = new FormatException("broken") });
        await using var backend = await ScriptedBackend.StartAsync(broken);
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(thread, $$"""{"content":"Hi",{{Tools}}}""");

        Frames.Names(answer).Should().NotContain("requires_action");
        Frames.Of(answer).First(frame => frame.Event == "tool_result").Data.GetProperty("result").GetProperty("error").GetString()
            .Should().Be("The arguments of 'lookup' must be a JSON object. Call the tool again with valid JSON.");
    }

    public static TheoryData<string> OddArguments => ["\"\\ud800\"", new string('[', 55) + new string(']', 55), """{"a":1,"a":2}"""];

    [Theory]
    [MemberData(nameof(OddArguments))]
    public async Task Arguments_that_can_not_be_stored_and_shown_are_told_to_the_model_and_the_turn_goes_on(string argument)
    {
        var odd = new RawModel([], new FunctionCallContent("c1", "lookup", new Dictionary<string, object?> { ["x"] = JsonElement.Parse(argument) }));
        await using var backend = await ScriptedBackend.StartAsync(odd);
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(thread, $$"""{"content":"Hi",{{Tools}}}""");

        Frames.Names(answer).Should().Contain("tool_result").And.EndWith("done").And.NotContain("requires_action");
        answer.Body.Should().Contain("The arguments of 'lookup' must be a JSON object.");
        var traces = await backend.Backend.GetAsync("/api/logs");
        (await backend.Backend.GetAsync($"/api/logs/{traces.Json.GetProperty("traces")[0].GetProperty("id").GetString()}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Calls_whose_ids_a_model_gives_twice_can_be_answered_one_by_one()
    {
        var model = new RawModel([], new FunctionCallContent("same", "lookup"), new FunctionCallContent("same", "lookup"), new FunctionCallContent(new string('x', 300), "lookup"));
        await using var backend = await ScriptedBackend.StartAsync(model);
        var thread = await backend.CreateThreadAsync();

        var asked = await backend.SendAsync(thread, $$"""{"content":"Hi",{{Tools}}}""");
        var answer = await backend.SendAsync(thread, ResultsBody([.. Frames.CallIds(asked).Select(id => (id, $"\"{id[..4]}\""))]));

        Frames.CallIds(asked).Should().HaveCount(3).And.OnlyHaveUniqueItems().And.Contain("same");
        answer.Status.Should().Be(200, answer.Body);
    }

    [Fact]
    public async Task The_turn_goes_on_after_a_restart_between_the_calls_and_their_results()
    {
        using var folder = new TempFolder();
        string thread, id;
        await using (var before = await ScriptedBackend.StartAsync(_model, options => options.DataDirectory = folder.Path))
        {
            thread = await before.CreateThreadAsync();
            var asked = await before.SendAsync(thread, $$"""{"content":"two",{{Tools}}}""");
            id = Frames.CallIds(asked)[0];
        }

        await using var after = await TestBackend.StartAsync(options =>
        {
            options.DataDirectory = folder.Path;
            options.ChatModel = _model;
        });
        var answer = await after.PostAsync($"/api/threads/{thread}/messages", ResultsBody((id, "1"), ("call_2", "2")));

        Frames.Last(answer).GetProperty("content").GetString().Should().Be("Asking. 1\n2");
        _model.Requests[^1].Tools.Should().Equal("lookup", "ask");
    }

    private async Task<(string First, string Second)> AskTwoAsync()
    {
        var asked = await _backend.SendAsync(_thread, $$"""{"content":"two",{{Tools}}}""");
        var ids = Frames.CallIds(asked);
        return (ids[0], ids[1]);
    }

    private Task<HttpAnswer> ResultsAsync(params (string Id, string Json)[] results) => _backend.SendAsync(_thread, ResultsBody(results));

    private static string ResultsBody(params (string Id, string Json)[] results) =>
        $$"""{"toolResults":[{{string.Join(',', results.Select(result => $$"""{"toolCallId":"{{result.Id}}","result":{{result.Json}}}"""))}}]}""";
}

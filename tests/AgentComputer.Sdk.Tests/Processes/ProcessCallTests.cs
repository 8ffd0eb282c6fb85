using System.Net;
using AgentComputer.Sdk.Tests.Connect;
using Microsoft.Extensions.Time.Testing;
using static AgentComputer.Sdk.Tests.Processes.ProcessService;

namespace AgentComputer.Sdk.Tests.Processes;

public sealed class ProcessCallTests
{
    [Fact]
    public async Task Every_unary_call_has_its_literal_body()
    {
        var service = new ProcessService().Answers("Update", (200, "{}")).Answers("SendInput", (200, "{}")).Answers("SendSignal", (200, "{}")).Answers("CloseStdin", (200, "{}"))
            .Answers("List", (200, """{"processes":[{"config":{"cmd":"npm","args":["start"],"envs":{"A":"1"},"cwd":"/srv"},"pid":7,"tag":"web"},{"pid":8}]}"""));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var list = await processes.ListAsync();
        await processes.ResizeAsync(42, new(120, 40));
        await processes.SendInputAsync(42, "hi\n"u8.ToArray());
        await processes.SignalAsync("web", ComputerProcessSignal.Terminate);
        await processes.CloseStdinAsync("web");

        service.Call("List").Text.Should().Be("{}");
        service.Call("Update").Text.Should().Be("""{"process":{"pid":42},"pty":{"size":{"cols":120,"rows":40}}}""");
        service.Call("SendInput").Text.Should().Be("""{"process":{"pid":42},"input":{"stdin":"aGkK"}}""");
        service.Call("SendSignal").Text.Should().Be("""{"process":{"tag":"web"},"signal":"SIGNAL_SIGTERM"}""");
        service.Call("CloseStdin").Text.Should().Be("""{"process":{"tag":"web"}}""");
        service.Call("List").ContentType.Should().Be("application/json");
        list.Select(process => (process.Pid, process.Tag, process.Command, process.WorkingDirectory)).Should().Equal((7, "web", "npm", "/srv"), (8, null, "", null));
        (list[0].Arguments.Single(), list[0].EnvironmentVariables["A"]).Should().Be(("start", "1"));
    }

    [Fact]
    public async Task Input_of_a_terminal_and_other_signals_are_sent_as_such()
    {
        var service = new ProcessService().Answers("SendInput", (200, "{}")).Answers("SendSignal", (501, """{"code":"unimplemented","message":"no such signal"}"""));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        await processes.SendInputAsync(42, new byte[] { 3 }, hasTerminal: true);
        var signal = () => processes.SignalAsync(42, new(10));

        (await signal.Should().ThrowAsync<AgentComputerApiException>().WithMessage("POST /process.Process/SendSignal was answered 501 unimplemented: no such signal*"))
            .Which.ErrorCode.Should().Be("unimplemented");
        service.Call("SendInput").Text.Should().Be("""{"process":{"pid":42},"input":{"pty":"Aw=="}}""");
        service.Call("SendSignal").Text.Should().Be("""{"process":{"pid":42},"signal":10}""");
    }

    [Theory]
    [InlineData(404, """{"code":"not_found","message":"no process"}""", typeof(AgentComputerNotFoundException), "not_found")]
    [InlineData(404, "<html>", typeof(AgentComputerApiException), null)]
    [InlineData(400, """{"code":"failed_precondition"}""", typeof(AgentComputerConflictException), "failed_precondition")]
    [InlineData(403, """{"error":{"code":"forbidden","message":"no"}}""", typeof(AgentComputerPermissionException), "forbidden")]
    [InlineData(500, """{"code":"internal","message":"stdin is closed"}""", typeof(AgentComputerApiException), "internal")]
    public async Task A_refusal_has_its_exception_and_its_code(int status, string body, Type type, string? code)
    {
        var service = new ProcessService().Answers("SendInput", (status, body));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var send = () => processes.SendInputAsync(42, new byte[] { 1 });

        var thrown = (await send.Should().ThrowAsync<AgentComputerApiException>()).Which;
        thrown.Should().BeOfType(type);
        (thrown.ErrorCode, thrown.Attempts).Should().Be((code, 1));
    }

    [Theory]
    [InlineData("SendInput", 1)]
    [InlineData("SendSignal", 1)]
    [InlineData("Start", 1)]
    [InlineData("List", 2)]
    [InlineData("CloseStdin", 2)]
    public async Task Only_what_is_safe_is_sent_again_after_a_failure(string method, int times)
    {
        var service = new ProcessService().Answers(method, (503, """{"code":"unavailable"}"""), (501, """{"code":"unimplemented"}"""));
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        Func<Task> call = method switch
        {
            "SendInput" => () => processes.SendInputAsync(1, new byte[] { 1 }),
            "SendSignal" => () => processes.SignalAsync(1, ComputerProcessSignal.Kill),
            "Start" => () => processes.StartAsync(new() { Command = "true" }),
            "List" => () => processes.ListAsync(),
            _ => () => processes.CloseStdinAsync(1),
        };

        (await call.Should().ThrowAsync<AgentComputerApiException>()).Which.Attempts.Should().Be(times);
    }

    [Fact]
    public async Task A_session_is_made_once_and_renewed_before_it_expires()
    {
        var clock = new FakeTimeProvider();
        var service = new ProcessService
        {
            Session = """
                {"session":{"id":"s#","connect_url":"http://gateway.test/base","connect_token":"token-of-session-#",
                "created_at":"2026-01-01T00:00:00Z","expires_at":"2026-01-01T00:15:00Z"}}
                """,
        }.Answers("List", (200, "{}"));
        await using var processes = await service.Client(clock).OpenProcessesAsync("c1", new() { SessionSeconds = 900 });

        await processes.ListAsync();
        clock.Advance(TimeSpan.FromMinutes(13.9));
        await processes.ListAsync();
        clock.Advance(TimeSpan.FromMinutes(0.2));
        await processes.ListAsync();

        service.Calls.Where(call => call.Path.EndsWith("/List", StringComparison.Ordinal)).Select(call => call.Authorization)
            .Should().Equal("Bearer token-of-session-1", "Bearer token-of-session-1", "Bearer token-of-session-2");
        service.Calls.Where(call => call.Path == "POST /v1/computers/c1/access-sessions").Select(call => call.Text)
            .Should().Equal("""{"kind":"exec","ttl_seconds":900}""", """{"kind":"exec","ttl_seconds":900}""");
        await processes.DisposeAsync();
        service.Calls.Where(call => call.Path.StartsWith("DELETE", StringComparison.Ordinal)).Select(call => call.Path.Split('/')[^1]).Should().Equal("s1", "s2");
    }

    [Fact]
    public async Task A_session_that_the_service_forgot_is_replaced_and_the_call_is_made_once_more()
    {
        var service = new ProcessService().Answers("SendInput", (401, """{"code":"unauthenticated","message":"expired"}"""), (200, "{}"));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        await processes.SendInputAsync(42, new byte[] { 1 });

        service.Calls.Where(call => call.Path.EndsWith("/SendInput", StringComparison.Ordinal)).Select(call => call.Authorization[^1]).Should().Equal('1', '2');
    }

    [Fact]
    public async Task A_second_refusal_of_the_session_is_told()
    {
        var service = new ProcessService().Answers("List", (401, """{"code":"unauthenticated","message":"expired"}"""));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        await ((Func<Task>)(() => processes.ListAsync())).Should().ThrowAsync<AgentComputerAuthenticationException>()
            .WithMessage("*It came from the access session of the computer's processes.*");
        service.Calls.Count(call => call.Path.EndsWith("/List", StringComparison.Ordinal)).Should().Be(2);
    }

    [Theory]
    [InlineData("""{"session":{"id":"s1","connect_token":"token-of-session-1"}}""", "*no connect_url*")]
    [InlineData("""{"session":{"id":"s1","connect_url":"file:///etc","connect_token":"token-of-session-1"}}""", "*no connect_url*")]
    [InlineData("""{"session":{"id":"s1","connect_url":"https://gateway.test"}}""", "*no connect_token*")]
    [InlineData("""{"session":{"id":"s1","connect_url":"http://gateway.test","connect_token":"token-of-session-1"}}""", "*connect_url without https*")]
    public async Task A_session_that_cannot_be_used_is_told(string session, string message)
    {
        var service = new ProcessService { Session = session };

        var open = () => service.Client(address: "https://api.test").OpenProcessesAsync("c1");

        await open.Should().ThrowAsync<AgentComputerProtocolException>().WithMessage(message);
    }

    [Fact]
    public async Task No_exception_shows_a_token()
    {
        var service = new ProcessService().Answers("List", (400, $$"""{"code":"invalid_argument","message":"{{Token}} and other-secret-0123456789 are no"}"""))
            .Streams("Start", [.. Frames(Started), .. End($$$"""{"error":{"code":"internal","message":"{{{Token}}}"}}""")]);
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var list = (await ((Func<Task>)(() => processes.ListAsync())).Should().ThrowAsync<AgentComputerApiException>()).Which;
        var run = (await ((Func<Task>)(() => processes.RunAsync(["true"]))).Should().ThrowAsync<AgentComputerApiException>()).Which;

        list.ToString().Should().NotContain(Token).And.NotContain("other-secret").And.Contain("[key] and [key] are no");
        run.ToString().Should().NotContain(Token).And.Contain("[key]");
    }

    [Fact]
    public async Task Bad_arguments_are_refused_before_anything_is_sent()
    {
        var service = new ProcessService();
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        var sent = service.Calls.Count;
        Action[] calls =
        [
            () => processes.StartAsync(new() { Command = "" }),
            () => processes.StartAsync(new() { Command = "a\0" }),
            () => processes.StartAsync(new() { Command = "a", Arguments = ["\ud800"] }),
            () => processes.StartAsync(new() { Command = "a", EnvironmentVariables = new Dictionary<string, string> { ["A=B"] = "" } }),
            () => processes.StartAsync(new() { Command = "a", Terminal = new(0, 24) }),
            () => processes.StartAsync(new() { Command = "a", TimeLimit = TimeSpan.Zero }),
            () => processes.RunAsync([]),
            () => processes.ConnectAsync(0),
            () => processes.ConnectAsync(""),
            () => processes.ConnectAsync(default),
            () => processes.SignalAsync(1, default),
            () => processes.ResizeAsync(1, new(80, 70_000)),
        ];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>());
        service.Calls.Should().HaveCount(sent);
    }

    [Fact]
    public async Task Input_is_streamed_in_one_request()
    {
        var received = new MemoryStream();
        var service = new ProcessService().Does("StreamInput", async request =>
        {
            await request.Content!.CopyToAsync(received);
            return Answer([.. Frames("{}"), .. End()]);
        });
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        var sent = new byte[100_000];
        Random.Shared.NextBytes(sent);

        await using (var input = processes.OpenInput("web"))
        {
            await input.WriteAsync(sent);
            await input.FlushAsync();
        }

        var (frames, isCut) = await CodecTest.ReadAllAsync(new MemoryStream(received.ToArray()));
        isCut.Should().BeFalse();
        frames[0].Should().Be("""0 {"start":{"process":{"tag":"web"}}}""");
        frames.Skip(1).SelectMany(frame => Convert.FromBase64String(frame["0 {\"data\":{\"input\":{\"stdin\":\"".Length..^4])).Should().Equal(sent);
        service.Call("StreamInput").ContentType.Should().Be("application/connect+json");
    }

    [Fact]
    public async Task A_write_waits_while_the_service_takes_nothing()
    {
        var reading = new TaskCompletionSource();
        var service = new ProcessService().Does("StreamInput", async request =>
        {
            await reading.Task;
            await request.Content!.CopyToAsync(Stream.Null);
            return Answer([.. Frames("{}"), .. End()]);
        });
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        await using var input = processes.OpenInput(42, hasTerminal: true);

        var write = input.WriteAsync(new byte[1_000_000]).AsTask();
        write.IsCompleted.Should().BeFalse();
        reading.SetResult();

        await write.Soon();
    }

    [Fact]
    public async Task Input_that_the_service_refuses_fails_at_the_next_write_and_only_once()
    {
        var service = new ProcessService().Does("StreamInput", _ => Task.FromResult(Answer(End("""{"error":{"code":"not_found","message":"no process"}}"""))));
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        var input = processes.OpenInput(42);

        var write = async () => await input.WriteAsync(new byte[1_000_000]).AsTask().Soon();

        await write.Should().ThrowAsync<AgentComputerNotFoundException>();
        await input.DisposeAsync().AsTask().Soon();
    }

    [Fact]
    public async Task Input_that_was_not_taken_is_told_when_the_stream_is_disposed()
    {
        var service = new ProcessService().Does("StreamInput", async request =>
        {
            await request.Content!.CopyToAsync(Stream.Null);
            return Answer(Frames("{}"));
        });
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        var input = processes.OpenInput(42);
        await input.WriteAsync("hi"u8.ToArray());

        var dispose = async () => await input.DisposeAsync().AsTask().Soon();

        await dispose.Should().ThrowAsync<AgentComputerStreamInterruptedException>();
    }

    private static HttpResponseMessage Answer(byte[] body) =>
        new(HttpStatusCode.OK) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/connect+json") } } };
}

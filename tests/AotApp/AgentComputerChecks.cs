using System.Buffers.Binary;
using System.Text;
using AgentComputer.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace AotApp;

/// <summary>What a user of AgentComputer.Sdk does most.</summary>
internal static class AgentComputerChecks
{
    private const string Session = """{"session":{"id":"s1","kind":"exec","connect_url":"http://gateway.test","connect_token":"token-of-the-session","state":"ready"}}""";

    // event{start{pid:42}}, event{data{stdout:"hi"}}, event{end{exited:true status:"exit status 0"}}
    private static readonly byte[] Protobuf =
    [
        .. Frame(0, [0x0A, 0x04, 0x0A, 0x02, 0x08, 0x2A]),
        .. Frame(0, [0x0A, 0x06, 0x12, 0x04, 0x0A, 0x02, .. "hi"u8]),
        .. Frame(0, [0x0A, 0x13, 0x1A, 0x11, 0x10, 0x01, 0x1A, 0x0D, .. "exit status 0"u8]),
        .. Frame(2, "{}"u8),
    ];

    private static readonly byte[] Json =
    [
        .. Frame(0, """{"event":{"start":{"pid":42}}}"""u8),
        .. Frame(0, """{"event":{"data":{"stdout":"aGk="}}}"""u8),
        .. Frame(0, """{"event":{"end":{"exitCode":3,"exited":true,"status":"exit status 3"}}}"""u8),
        .. Frame(2, "{}"u8),
    ];

    public static async Task RunAsync(Checks checks)
    {
        var answers = new CannedAnswers()
            .On("GET /v1/computers/c1", """{"computer":{"id":"c1","handle":"notes","state":"running","news":[1]}}""")
            .On("POST /v1/computers/c1/exec", """{"exit_code":3,"stdout":"out","stderr":"err","duration_ms":5}""")
            .On("POST /v1/computers/c1/files/ops", """{"content":"aGVsbG8="}""")
            .On("POST /v1/computers/c1/access-sessions", Session, status: 201)
            .On("DELETE /v1/computers/c1/access-sessions/s1", "", status: 204)
            .On("POST /process.Process/Start", Json, 200, "application/connect+json")
            .On("POST /process.Process/List", """{"processes":[{"config":{"cmd":"npm","args":["start"]},"pid":7,"tag":"web"}]}""")
            .On("GET /v1/computers/gone", """{"error":{"code":"not_found","message":"no such computer"}}""", status: 404);
        using var client = new AgentComputerClient(new HttpClient(answers), Options());

        await checks.ShouldBeAsync("Agent Computer: a typed answer with an open word", "notes running", async () =>
        {
            var computer = (await client.GetComputerAsync("c1")).Computer;
            return $"{computer.Handle} {computer.State}";
        });
        await checks.ShouldBeAsync("Agent Computer: a command that is run to its end", "3 out err", async () =>
        {
            var result = await client.ExecAsync("c1", new() { Command = ["true"] });
            return $"{result.ExitCode} {result.Stdout} {result.Stderr}";
        });
        await checks.ShouldBeAsync("Agent Computer: the stream of a process in JSON", "42 hi exit status 3", async () =>
        {
            await using var processes = await client.OpenProcessesAsync("c1");
            return await RunAsync(processes);
        });
        await checks.ShouldBeAsync("Agent Computer: a list of processes", "7 web npm start", async () =>
        {
            await using var processes = await client.OpenProcessesAsync("c1");
            var only = (await processes.ListAsync()).Single();
            return $"{only.Pid} {only.Tag} {only.Command} {string.Join(' ', only.Arguments)}";
        });
        await checks.ShouldBeAsync("Agent Computer: the stream of a process in protobuf", "42 hi exit status 0", async () =>
        {
            answers.On("POST /process.Process/Start", Protobuf, 200, "application/connect+proto");
            await using var processes = await client.OpenProcessesAsync("c1", new() { Codec = ProcessCodec.Protobuf });
            return await RunAsync(processes);
        });
        await checks.ShouldBeAsync("Agent Computer: a refusal", "404 not_found", async () =>
        {
            try
            {
                return (await client.GetComputerAsync("gone")).Computer.Id;
            }
            catch (AgentComputerNotFoundException e)
            {
                return $"{(int)e.StatusCode} {e.ErrorCode}";
            }
        });
        await checks.ShouldBeAsync("Agent Computer: a client of a service container", "notes", async () =>
        {
            var services = new ServiceCollection();
            services.AddAgentComputer(options => (options.ApiKey, options.BaseAddress) = ("ak_0123456789abcdef", new("http://api.test"))).ConfigurePrimaryHttpMessageHandler(() => answers);
            await using var provider = services.BuildServiceProvider();
            return (await provider.GetRequiredService<AgentComputerClient>().GetComputerAsync("c1")).Computer.Handle;
        });
    }

    private static async Task<string> RunAsync(ComputerProcesses processes)
    {
        await using var process = await processes.StartAsync(new() { Command = "sh", Arguments = ["-c", "echo hi"], HasStdin = false });
        var said = new StringBuilder();
        await foreach (var item in process.Events)
        {
            said.Append(item switch
            {
                ProcessStartedEvent started => $"{started.Pid}",
                ProcessOutputEvent output => $" {output.Text}",
                ProcessEndedEvent ended => $" {ended.Status}",
                _ => " unknown",
            });
        }

        return said.ToString();
    }

    private static AgentComputerClientOptions Options() => new() { ApiKey = "ak_0123456789abcdef", BaseAddress = new("http://api.test") };

    private static byte[] Frame(byte flags, ReadOnlySpan<byte> payload)
    {
        var prefix = new byte[5];
        prefix[0] = flags;
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), payload.Length);
        return [.. prefix, .. payload];
    }
}

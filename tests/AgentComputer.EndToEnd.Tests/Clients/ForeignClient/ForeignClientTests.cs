using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend;
using AgentComputer.Sdk;
using Shared.Connect.Messages;

namespace AgentComputer.EndToEnd.Tests.Clients.ForeignClient;

/// <summary>The gateway to processes, called by a client that another vendor wrote: <c>@connectrpc/connect</c> under node.</summary>
public sealed class ForeignClientTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private AgentComputerBackend _backend = null!;
    private AgentComputerClient _client = null!;

    public async Task InitializeAsync()
    {
        _backend = await AgentComputerBackend.StartAsync();
        _client = _backend.CreateClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _backend.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [FactWithForeignPackages]
    public async Task A_foreign_client_calls_all_eight_methods_in_json_and_in_binary()
    {
        var seen = JsonNode.Parse(await RunAsync(await SessionAsync()))!;

        foreach (var (format, isBinary) in new[] { ("json", "false"), ("binary", "true") })
        {
            var expected = Expected.Replace("{isBinary}", isBinary, StringComparison.Ordinal);
            JsonNode.DeepEquals(seen[format], JsonNode.Parse(expected)).Should().BeTrue("in {0} the client saw {1}", format, seen[format]!.ToJsonString());
        }
    }

    private const string Expected = """
        {
          "listed": { "cmd": "/bin/sh", "word": "heard", "tag": "fed-{isBinary}" },
          "fed": { "stdout": "one\ntwo\nthree\n", "stderr": "heard\n", "end": { "exitCode": 3, "exited": true, "status": "exit status 3" } },
          "terminal": { "pty": "24 80\r\n40 120\r\n", "end": { "exitCode": 0, "exited": true, "status": "exit status 0" } },
          "connected": { "end": { "exitCode": -1, "exited": false, "status": "signal: killed" } },
          "killed": { "end": { "exitCode": -1, "exited": false, "status": "signal: killed" } },
          "long": { "isSame": true, "end": { "exitCode": 0, "exited": true, "status": "exit status 0" } },
          "codes": {
            "noSuchProcess": "NotFound",
            "noSuchStream": "NotFound",
            "noProgram": "InvalidArgument",
            "wrongToken": "Unauthenticated",
            "wrongTokenOfStream": "Unauthenticated",
            "tooLate": "DeadlineExceeded"
          }
        }
        """;

    private async Task<AccessSession> SessionAsync()
    {
        var created = await _client.CreateComputerAsync(new() { Handle = "box" }, Limit.Token);
        var computer = await _client.EnsureReadyAsync(created.Computer.Id, cancellationToken: Limit.Token);
        return await _client.CreateAccessSessionAsync(computer.Id, new() { Kind = AccessSessionKind.Exec }, Limit.Token);
    }

    /// <summary>Runs the client, which must end well, and returns what it printed.</summary>
    private async Task<string> RunAsync(AccessSession session)
    {
        File.Copy(ForeignPackages.PathTo("foreign-client.mjs"), _folder["foreign-client.mjs"]);
        Directory.CreateSymbolicLink(_folder["node_modules"], ForeignPackages.Folder);
        using var node = new HostProgram(new(Path.Combine(HostTools.FolderOf("node")!, "node"), [_folder["foreign-client.mjs"]]), hasInput: true);
        // The token goes through the input, where no list of processes shows it.
        await node.Input.WriteAsync(new JsonObject
        {
            ["baseUrl"] = session.ConnectUrl,
            ["token"] = session.ConnectToken,
            ["descriptor"] = ProcessReflection.Descriptor.SerializedData.ToBase64(),
        }.ToJsonString());
        node.Input.Close();
        var (exitCode, output, error) = await node.EndAsync();

        exitCode.Should().Be(0, "{0}{1}", output, error);
        return output;
    }
}

using System.Text.Json;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Chat.Tools;
using LocalComputers.Computers.Exec;
using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Chat.Computers;

/// <summary>
/// Gives an agent the tools of its computer, if it is configured to use a computer or the message says so. The names of the tools are documented; their
/// arguments, which are those of the endpoint that runs commands, and their results are ours.
/// </summary>
internal sealed class ComputerTools(AgentService agents, ComputerConfigService configs, TimeProvider clock) : IToolSource
{
    private const string PathOfFile = """
        {"type":"string","description":"The file: a path that begins with /workspace/, or a path relative to /workspace."}
        """;

    // The longest command, behind the longest wait for the computer, and some time to stop and to tell.
    private static readonly TimeSpan RunLimit = TurnComputer.SetUpLimit + TimeSpan.FromSeconds(ExecBody.MaxTimeoutSec) + TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FileLimit = TurnComputer.SetUpLimit + TimeSpan.FromSeconds(30);

    private static readonly JsonElement RunParameters = JsonElement.Parse($$"""
        {
          "type": "object",
          "required": ["command"],
          "properties": {
            "command": { "type": "string", "description": "What `bash -lc` runs." },
            "timeoutSec": {
              "type": "integer", "minimum": 1, "maximum": {{ExecBody.MaxTimeoutSec}},
              "description": "After how many seconds the command is stopped; {{ExecBody.DefaultTimeoutSec}} if left out."
            },
            "workingDir": { "type": "string", "description": "Where it runs: a folder in /workspace. If left out, /workspace/app if there is such a folder, else /workspace." }
          }
        }
        """);

    private static readonly JsonElement WriteParameters = JsonElement.Parse($$"""
        {
          "type": "object",
          "required": ["path", "content"],
          "properties": { "path": {{PathOfFile}}, "content": { "type": "string", "description": "All of the file's new text." } }
        }
        """);

    private static readonly JsonElement ReadParameters = JsonElement.Parse($$"""
        { "type": "object", "required": ["path"], "properties": { "path": {{PathOfFile}} } }
        """);

    public Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken)
    {
        if (!ChatOverrides.IsEnabled(turn.Overrides.Computer, configs.Get(turn.AgentId).Enabled == true))
        {
            return Task.FromResult(ToolOffer.None);
        }

        var computer = new TurnComputer(agents, configs, clock, turn);
        return Task.FromResult(new ToolOffer(
        [
            new("computer_run", "Runs a command on your computer, a Linux machine whose files stay from one command to the next.", RunParameters, (call, ended) => RunAsync(computer, turn, call, ended))
            {
                Limit = RunLimit,
            },
            new("computer_write_file", "Writes a text file on your computer, and makes the folders on its way.", WriteParameters, (call, ended) => WriteAsync(computer, call, ended))
            {
                Limit = FileLimit,
            },
            new("computer_read_file", "Reads a text file on your computer.", ReadParameters, (call, ended) => ReadAsync(computer, call, ended))
            {
                Limit = FileLimit,
            },
        ]));
    }

    private static Task<ToolOutcome> RunAsync(TurnComputer computer, TurnScope turn, AgentToolCall call, CancellationToken cancellationToken) => computer.UseAsync(
        async used =>
        {
            var request = ExecBody.Read(new(call.Arguments), null);
            try
            {
                return await new ComputerRun(used, turn.OrgId, turn.Actor).RunAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (NoSuchDirectoryException)
            {
                return ToolOutcome.Error(ExecBody.NoSuchWorkingDir(request.WorkingDir).Message);
            }
        },
        cancellationToken);

    private static Task<ToolOutcome> WriteAsync(TurnComputer computer, AgentToolCall call, CancellationToken cancellationToken) =>
        computer.UseAsync(used => ComputerFileTools.WriteAsync(used, new BodyReader(call.Arguments), cancellationToken), cancellationToken);

    private static Task<ToolOutcome> ReadAsync(TurnComputer computer, AgentToolCall call, CancellationToken cancellationToken) =>
        computer.UseAsync(used => ComputerFileTools.ReadAsync(used, new BodyReader(call.Arguments), cancellationToken), cancellationToken);
}

using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>The functions of one computer.</summary>
internal static class ComputerFunctions
{
    private const string PathOfFile = """{ "type": "string", "description": "The path; a relative path begins in the working directory, and ~/ is the home directory." }""";

    public static IReadOnlyList<AIFunction> Of(FlapjackClient client, string agentId, ComputerToolsOptions options)
    {
        var scripts = new ScriptRunner(client, agentId, options);
        (ComputerToolKinds Kind, ComputerFunction Function)[] all =
        [
            (ComputerToolKinds.RunCommand, RunCommand(new CommandTool(client, agentId, options), options)),
            (ComputerToolKinds.ReadFile, ReadFile(new ReadTool(scripts, options), options)),
            (ComputerToolKinds.WriteFile, WriteFile(new WriteTool(scripts, options), options)),
            (ComputerToolKinds.ListFiles, ListFiles(new ListTool(scripts, options), options)),
        ];
        return
        [
            .. all.Where(tool => options.Tools.HasFlag(tool.Kind))
                .Select(tool => options.RequireApproval.HasFlag(tool.Kind) ? new ApprovalRequiredAIFunction(tool.Function) : (AIFunction)tool.Function),
        ];
    }

    private static ComputerFunction RunCommand(CommandTool tool, ComputerToolsOptions options) => new(
        options.Prefix + "run_command",
        $"Runs a shell command (bash) on a Linux computer whose files stay from one command to the next. Returns exitCode, stdout and stderr; of an output with more than {options.MaxOutputLength} characters, its beginning and its end. A command has no input. Start what must go on after the command in the background.",
        $$"""
        {
          "type": "object",
          "required": ["command"],
          "additionalProperties": false,
          "properties": {
            "command": { "type": "string", "description": "What bash runs; it may have many lines." },
            "timeoutSec": {
              "type": "integer", "minimum": 1, "maximum": {{Seconds(options.MaxTimeout)}},
              "description": "After how many seconds the command is killed; {{Seconds(options.Timeout)}} if left out."
            },
            "workingDir": { "type": "string", "description": "The folder in which it runs." }
          }
        }
        """,
        tool.RunAsync);

    private static ComputerFunction ReadFile(ReadTool tool, ComputerToolsOptions options) => new(
        options.Prefix + "read_file",
        $"Reads a text file of the computer, at most {options.MaxReadBytes} bytes at once; firstLine and lineCount read other parts of it.",
        $$"""
        {
          "type": "object",
          "required": ["path"],
          "additionalProperties": false,
          "properties": {
            "path": {{PathOfFile}},
            "firstLine": { "type": "integer", "minimum": 1, "description": "The first line to read; 1 if left out." },
            "lineCount": { "type": "integer", "minimum": 1, "description": "How many lines to read; all that fit if left out." }
          }
        }
        """,
        tool.ReadAsync);

    private static ComputerFunction WriteFile(WriteTool tool, ComputerToolsOptions options) => new(
        options.Prefix + "write_file",
        "Writes a text file of the computer: makes it, and the folders on its way, or replaces all of its text at once.",
        $$"""
        {
          "type": "object",
          "required": ["path", "content"],
          "additionalProperties": false,
          "properties": {
            "path": {{PathOfFile}},
            "content": { "type": "string", "description": "All of the file's new text, at most {{options.MaxWriteBytes}} bytes." }
          }
        }
        """,
        tool.WriteAsync);

    private static ComputerFunction ListFiles(ListTool tool, ComputerToolsOptions options) => new(
        options.Prefix + "list_files",
        $"Lists a folder of the computer, hidden files included: the names, what they are, and the sizes of files in bytes. At most {options.MaxListedFiles} of them.",
        """
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "path": { "type": "string", "description": "The folder; the working directory if left out." },
            "depth": { "type": "integer", "minimum": 1, "maximum": 20, "description": "How many levels to list; 1 if left out." }
          }
        }
        """,
        tool.ListAsync);

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);
}

using System.Text.Json;
using LocalComputers.Programs;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Exec;

/// <summary>Reads and checks the body of a command.</summary>
internal static class ExecBody
{
    private const string Invalid = "invalid_request";

    // The only user of a local computer.
    private const string User = "node";

    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(300);

    public static ProgramRequest Read(BodyReader body)
    {
        var command = body.Texts("command", Invalid);
        var folder = body.Text("cwd", Invalid);
        var variables = body.JsonObject("env", Invalid);
        var timeout = body.WholeNumber("timeout_ms", Invalid, 0, int.MaxValue);
        var user = body.Text("user", Invalid);
        if (command is null || command.Count == 0 || command[0].Length == 0)
        {
            throw Refusal.Invalid(Invalid, "command is required: an array whose first string is the program, and whose other strings are its arguments. No shell reads them.");
        }

        if (user is not (null or "" or User))
        {
            throw Refusal.Invalid(Invalid, $"user must be '{User}': the programs of a local computer all run as one user.");
        }

        return new(command[0], [.. command.Skip(1)])
        {
            Environment = Variables(variables),
            WorkingDirectory = string.IsNullOrEmpty(folder) ? null : folder,
            TimeLimit = Limit(timeout),
        };
    }

    // A longer timeout is cut without a word, as the service does it.
    private static TimeSpan Limit(int? milliseconds) => milliseconds is null or 0 ? UsualTimeout
        : TimeSpan.FromMilliseconds(milliseconds.Value) is var asked && asked < LongestTimeout ? asked
        : LongestTimeout;

    private static Dictionary<string, string> Variables(JsonElement? json)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in json?.EnumerateObject() ?? default)
        {
            variables[field.Name] = field.Value.ValueKind == JsonValueKind.String
                ? field.Value.GetString()!
                : throw Refusal.Invalid(Invalid, $"env.{field.Name} must be a string.");
        }

        return variables;
    }
}

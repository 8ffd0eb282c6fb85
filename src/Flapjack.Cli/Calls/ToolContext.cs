using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Flapjack.Cli.Terminal;
using Flapjack.Sdk;

namespace Flapjack.Cli.Calls;

/// <summary>What the commands share: the terminal, the options that all of them have, and the client.</summary>
internal sealed class ToolContext(CliTerminal terminal)
{
    public const string KeyFileVariable = "FLAPJACK_API_KEY_FILE";

    public CliTerminal Terminal { get; } = terminal;

    public Option<bool> Json { get; } = new("--json") { Description = "Write JSON, for programs: one value, or one a line as it comes.", Recursive = true };

    public Option<string?> BaseUrl { get; } = new("--base-url")
    {
        Description = $"The service's address; default {FlapjackClientOptions.BaseAddressVariable}, else {FlapjackClientOptions.DefaultBaseAddress.OriginalString}.",
        HelpName = "URL",
    };

    public Option<string?> KeyFile { get; } = new("--key-file")
    {
        Description = $"A file that holds the API key alone; default {FlapjackClientOptions.ApiKeyVariable}, else the file that {KeyFileVariable} names.",
        HelpName = "FILE",
    };

    /// <summary>Cancelled when the user wants to end the tool.</summary>
    public CancellationToken Stopping => Terminal.Interruption.Token;

    public bool WantsJson(ParseResult parse) => parse.GetValue(Json);

    /// <summary>Makes the client that the options and the environment describe.</summary>
    /// <exception cref="ToolException">There is no key, or the address is no address.</exception>
    public FlapjackClient CreateClient(ParseResult parse)
    {
        var key = FindKey(parse) ?? throw ToolException.Usage(
            $"There is no API key. Set {FlapjackClientOptions.ApiKeyVariable}, or name a file that holds the key by --key-file or {KeyFileVariable}. For a local backend, run 'flapjack serve' and paste what it prints.");
        var address = parse.GetValue(BaseUrl) ?? Terminal.Variable(FlapjackClientOptions.BaseAddressVariable);
        if (string.IsNullOrWhiteSpace(address))
        {
            return new(new FlapjackClientOptions { ApiKey = key, BaseAddress = FlapjackClientOptions.DefaultBaseAddress });
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? new(new FlapjackClientOptions { ApiKey = key, BaseAddress = uri })
            : throw ToolException.Usage($"'{Paper.Plain(address)}' is no address. Give an absolute http or https address, such as http://127.0.0.1:4100.");
    }

    /// <summary>The API key that the options and the environment name; null if they name none.</summary>
    /// <exception cref="ToolException">The file of the key can't be read, or is empty.</exception>
    public string? FindKey(ParseResult parse)
    {
        if (parse.GetValue(KeyFile) is { } named)
        {
            return TextFiles.ReadSecret(named);
        }

        if (Terminal.Variable(FlapjackClientOptions.ApiKeyVariable) is { } key && !string.IsNullOrWhiteSpace(key))
        {
            return key;
        }

        return Terminal.Variable(KeyFileVariable) is { Length: > 0 } file ? TextFiles.ReadSecret(file) : null;
    }

    /// <summary>Adds the options of a command that calls the service.</summary>
    public void AddServiceOptions(Command command)
    {
        command.Add(BaseUrl);
        command.Add(KeyFile);
    }

    /// <summary>Writes a value as one line of JSON.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(value, type);
        Terminal.Output.Write([.. line, (byte)'\n']);
    }

    /// <inheritdoc cref="WriteJson{T}(T, JsonTypeInfo{T})"/>
    public void WriteJson(JsonObject value) => Terminal.Output.Write(Encoding.UTF8.GetBytes(value.ToJsonString() + "\n"));

    /// <summary>Writes a line for people to the standard error.</summary>
    public void Note(string line) => Terminal.Notes.WriteLine($"flapjack: {line}");
}

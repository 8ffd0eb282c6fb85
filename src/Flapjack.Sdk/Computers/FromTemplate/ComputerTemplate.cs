using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What a computer is set up with. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerTemplate>))]
public readonly record struct ComputerTemplate(string? Value) : IOpenString<ComputerTemplate>
{
    /// <summary>Node.js with Playwright.</summary>
    public static ComputerTemplate NodePlaywright { get; } = new("node-playwright");

    /// <summary>Python with Jupyter.</summary>
    public static ComputerTemplate PythonJupyter { get; } = new("python-jupyter");

    /// <summary>Node.js with Next.js.</summary>
    public static ComputerTemplate NextjsFullstack { get; } = new("nextjs-fullstack");

    /// <summary>Rust with Cargo.</summary>
    public static ComputerTemplate RustCargo { get; } = new("rust-cargo");

    /// <summary>Nothing but a shell.</summary>
    public static ComputerTemplate Blank { get; } = new("blank");

    static ComputerTemplate IOpenString<ComputerTemplate>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}

using System.Globalization;
using Shared.Connect.Messages;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>Names a process of a computer: by its process id, or by the tag that it was started with. A number or a text is converted by itself.</summary>
public readonly record struct ComputerProcessId
{
    /// <summary>Names a process by its process id.</summary>
    /// <param name="pid">1 to 4,294,967,295.</param>
    /// <exception cref="ArgumentOutOfRangeException">The process id is out of its range.</exception>
    public ComputerProcessId(long pid)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pid, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pid, uint.MaxValue);
        Pid = pid;
    }

    /// <summary>Names a process by its tag. If several processes have the tag, nothing documents which of them is meant.</summary>
    /// <param name="tag">The tag; not empty.</param>
    /// <exception cref="ArgumentException">The tag is empty, or can't be sent.</exception>
    public ComputerProcessId(string tag)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        OutgoingText.CheckField(tag, nameof(tag), nameof(tag));
        Tag = tag;
    }

    /// <summary>The process id; null if the process is named by its tag.</summary>
    public long? Pid { get; }

    /// <summary>The tag; null if the process is named by its process id.</summary>
    public string? Tag { get; }

    /// <summary>Names a process by its process id.</summary>
    /// <param name="pid">1 to 4,294,967,295.</param>
    public static implicit operator ComputerProcessId(long pid) => new(pid);

    /// <summary>Names a process by its tag.</summary>
    /// <param name="tag">The tag; not empty.</param>
    public static implicit operator ComputerProcessId(string tag) => new(tag);

    /// <summary>Names a process by its process id, where a language has no conversions.</summary>
    /// <param name="pid">1 to 4,294,967,295.</param>
    /// <returns>The name.</returns>
    public static ComputerProcessId FromInt64(long pid) => new(pid);

    /// <summary>Names a process by its tag, where a language has no conversions.</summary>
    /// <param name="tag">The tag; not empty.</param>
    /// <returns>The name.</returns>
    public static ComputerProcessId FromString(string tag) => new(tag);

    /// <summary>The process id or the tag, for logs.</summary>
    /// <returns>For example <c>42</c>, or <c>tag web</c>.</returns>
    public override string ToString() => Pid is { } pid ? pid.ToString(CultureInfo.InvariantCulture) : Tag is null ? "none" : $"tag {Tag}";

    /// <exception cref="ArgumentException">This is the default value, which names no process.</exception>
    internal ProcessSelector ToSelector(string parameter) =>
        Pid is { } pid ? new() { Pid = (uint)pid }
        : Tag is not null ? new() { Tag = Tag }
        : throw new ArgumentException("This ComputerProcessId is the default value, which names no process.", parameter);
}

using System.CommandLine;
using System.Text;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;
using Flapjack.Sdk;

namespace Flapjack.Cli.Commands;

/// <summary>Talks with an agent.</summary>
internal sealed class ChatCommand : ToolCommand
{
    private readonly ToolContext _context;
    private readonly Argument<string> _agent = CommandArguments.Agent();
    private readonly Argument<string?> _message = new("message") { Description = "One message; without it, messages are asked for, or the standard input is the message.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _thread = new("--thread") { Description = "Go on in this thread; default a new one, whose id is told.", HelpName = "ID" };

    public ChatCommand(ToolContext context)
        : base(
            "chat",
            "Talks with an agent. Its answer comes as it is made.",
            "flapjack chat $AGENT",
            "flapjack chat $AGENT 'What is in /workspace?'",
            "git diff | flapjack chat $AGENT --thread $THREAD")
    {
        _context = context;
        Add(_agent);
        Add(_message);
        Add(_thread);
        context.AddServiceOptions(this);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var message = parse.GetValue(_message) ?? await InputAsync().ConfigureAwait(false);
        if (message is not null && string.IsNullOrWhiteSpace(message))
        {
            throw ToolException.Usage("The message is empty.");
        }

        using var client = _context.CreateClient(parse);
        var json = _context.WantsJson(parse);
        var thread = parse.GetValue(_thread);
        if (thread is null)
        {
            thread = (await client.CreateThreadAsync(parse.GetRequiredValue(_agent), _context.Stopping).ConfigureAwait(false)).Id;
            Tell(thread, json);
        }

        if (message is not null)
        {
            await AnswerAsync(client, thread, message, json).ConfigureAwait(false);
            return ExitCodes.Success;
        }

        while (await AskAsync().ConfigureAwait(false) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                await AnswerAsync(client, thread, line, json).ConfigureAwait(false);
            }
        }

        return ExitCodes.Success;
    }

    private void Tell(string threadId, bool json)
    {
        if (json)
        {
            _context.WriteJson(new() { ["type"] = "thread", ["threadId"] = threadId });
        }
        else
        {
            _context.Note($"thread {Paper.Plain(threadId)}");
        }
    }

    /// <summary>The message from the standard input; null if people type there.</summary>
    private async Task<string?> InputAsync() => _context.Terminal.InputIsTerminal
        ? null
        : Encoding.UTF8.GetString(await TextFiles.ReadAsync(TextFiles.StandardInput, _context.Terminal).ConfigureAwait(false));

    /// <summary>A line that somebody types; null at the end of the input.</summary>
    private async Task<string?> AskAsync()
    {
        _context.Terminal.Notes.Write("> ");
        // A read of a terminal can't be cancelled, so the interruption does not wait for it.
        return await Task.Run(_context.Terminal.ReadLine).WaitAsync(_context.Stopping).ConfigureAwait(false);
    }

    private async Task AnswerAsync(FlapjackClient client, string threadId, string message, bool json)
    {
        await foreach (var happened in client.SendMessageAsync(threadId, message, cancellationToken: _context.Stopping).ConfigureAwait(false))
        {
            if (json)
            {
                _context.WriteJson(happened, ToolJson.Default.ChatEvent);
            }

            switch (happened)
            {
                case ChatTokenEvent token when !json:
                    _context.Terminal.Out.Write(_context.Terminal.OutputIsTerminal ? Paper.PlainLines(token.Delta) : token.Delta);
                    break;
                case ChatToolExecutingEvent tool when !json && _context.Terminal.ErrorIsTerminal:
                    _context.Note($"The agent uses {Paper.Plain(tool.ToolName ?? "a tool")}.");
                    break;
                case ChatRequiresActionEvent action:
                    throw new ToolException(ExitCodes.Failed, $"The agent waits for a tool that only a program can run: {string.Join(", ", action.ToolCalls.Select(call => call.Name))}.");
                case ChatErrorEvent error:
                    throw new ToolException(ExitCodes.Failed, $"The agent did not answer: {error.Code}: {error.Detail}");
                case ChatDoneEvent { Ok: false }:
                    throw new ToolException(ExitCodes.Failed, "The agent did not finish its answer.");
            }
        }

        if (!json)
        {
            _context.Terminal.Out.WriteLine();
        }
    }
}

using System.CommandLine;
using System.Globalization;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;
using Flapjack.ReferenceBackend;

namespace Flapjack.Cli.Commands;

/// <summary>What can be done with the audit log of a local backend.</summary>
internal sealed class AuditCommand : Command
{
    public AuditCommand(ToolContext context)
        : base("audit", "Checks the audit log of a local backend.") => Add(new VerifyCommand(context));

    private sealed class VerifyCommand : ToolCommand
    {
        private readonly ToolContext _context;
        private readonly Option<string> _data = new("--data") { Description = "The data directory of the backend, which may be running.", HelpName = "DIR", Required = true };
        private readonly Option<string?> _head = new("--head") { Description = "Where the log ended earlier, as this command printed it. With it, rows that were cut off are noticed.", HelpName = "ID:HASH" };

        public VerifyCommand(ToolContext context)
            : base(
                "verify",
                "Checks that no row of the audit log was changed, added or removed. Exits with 1 if one was.",
                "flapjack audit verify --data ~/flapjack",
                "flapjack audit verify --data ~/flapjack --head 12:3f…")
        {
            _context = context;
            Add(_data);
            Add(_head);
            Runs(RunAsync);
        }

        private async Task<int> RunAsync(ParseResult parse)
        {
            var head = parse.GetValue(_head) is { } text ? HeadOf(text) : null;
            var found = await FlapjackAuditLog.VerifyAsync(parse.GetRequiredValue(_data), head, _context.Stopping).ConfigureAwait(false);
            if (_context.WantsJson(parse))
            {
                _context.WriteJson(new()
                {
                    ["intact"] = found.IsIntact,
                    ["detail"] = found.Detail,
                    ["fault"] = found.Fault?.ToString(),
                    ["row"] = found.RowId,
                    ["head"] = $"{found.Head.Id}:{found.Head.Hash}",
                });
            }
            else
            {
                _context.Terminal.Out.WriteLine($"{(found.IsIntact ? "intact" : "NOT INTACT")}: {found.Detail}");
                _context.Terminal.Out.WriteLine($"head: {found.Head.Id}:{found.Head.Hash}");
            }

            return found.IsIntact ? ExitCodes.Success : ExitCodes.Failed;
        }

        private static AuditHead HeadOf(string text) =>
            text.Split(':') is [var id, { Length: 64 } hash] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && hash.All(char.IsAsciiHexDigit)
                ? new(row, hash.ToLowerInvariant())
                : throw ToolException.Usage($"'{Paper.Plain(text)}' is no head. Give what this command printed earlier: a number, a colon and 64 hexadecimal digits.");
    }
}

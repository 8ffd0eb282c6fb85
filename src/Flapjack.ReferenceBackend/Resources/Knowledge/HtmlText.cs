using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Text;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>
/// Takes the text out of HTML: without tags, comments, scripts and styles. Only the tokens are read. No tree is built, so neither deep nesting nor
/// misnested tags cost anything.
/// </summary>
internal static class HtmlText
{
    private static readonly HashSet<string> Paragraphs =
    [
        "address", "article", "aside", "blockquote", "body", "div", "dl", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav",
        "ol", "p", "pre", "section", "table", "title", "ul",
    ];

    private static readonly HashSet<string> Lines = ["br", "dd", "dt", "figcaption", "li", "option", "summary", "caption", "tr"];

    private static readonly HashSet<string> Cells = ["td", "th"];

    public static string Of(string html)
    {
        var tokenizer = new HtmlTokenizer(new TextSource(html), HtmlEntityProvider.Resolver)
        {
            SkipScriptText = true,
            SkipRawText = true,
            SkipComments = true,
            SkipProcessingInstructions = true,
            ShouldEmitAttribute = static (ref _, _) => false,
        };
        var text = new StringBuilder();
        while (tokenizer.Get() is { Type: not HtmlTokenType.EndOfFile } token)
        {
            switch (token.Type)
            {
                case HtmlTokenType.Character:
                    Append(text, token.Data);
                    break;
                case HtmlTokenType.StartTag:
                    Break(text, token.Name);
                    tokenizer.State = StateWithin(token.Name);
                    break;
                case HtmlTokenType.EndTag:
                    Break(text, token.Name);
                    break;
            }
        }

        return text.ToString();
    }

    private static HtmlParseMode StateWithin(string tag) => tag switch
    {
        "script" => HtmlParseMode.Script,
        "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
        "title" or "textarea" => HtmlParseMode.RCData,
        "plaintext" => HtmlParseMode.Plaintext,
        _ => HtmlParseMode.PCData,
    };

    // White space is one space, as a browser shows it.
    private static void Append(StringBuilder text, string characters)
    {
        foreach (var character in characters)
        {
            if (!char.IsWhiteSpace(character))
            {
                text.Append(character == '\0' ? '\uFFFD' : character);
            }
            else if (text.Length > 0 && !char.IsWhiteSpace(text[^1]))
            {
                text.Append(' ');
            }
        }
    }

    private static void Break(StringBuilder text, string tag)
    {
        var wanted = Paragraphs.Contains(tag) ? "\n\n" : Lines.Contains(tag) ? "\n" : Cells.Contains(tag) ? " " : "";
        if (wanted.Length == 0 || text.Length == 0)
        {
            return;
        }

        if (text[^1] == ' ')
        {
            text.Length--;
        }

        var there = text.Length > 1 && text[^1] == '\n' ? text[^2] == '\n' ? 2 : 1 : 0;
        text.Append(wanted == " " ? there == 0 ? " " : "" : wanted[Math.Min(there, wanted.Length)..]);
    }
}

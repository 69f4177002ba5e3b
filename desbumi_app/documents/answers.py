"""What the desk says about a scanned letter: one English sentence per answer, translated where it is shown."""

from desbumi_app.documents.token import Answer

SENTENCES = {
    Answer.GENUINE: "Matches. This office issued this letter; whether its content is true is not checked.",
    Answer.ISSUED: "A letter with this number exists. Type the fields as on the paper and the ID card to compare them.",
    Answer.WRONG_FACTS: "Does not match. What you typed is not what this letter was issued with.",
    Answer.UNKNOWN_KEY: "Cannot be confirmed. This computer does not know the signer's key.",
    Answer.KEY_REVOKED: "Cannot be confirmed. The signer's key was withdrawn.",
    Answer.REVOKED: "This letter was cancelled by the office.",
    Answer.EXPIRED: "This letter is no longer valid.",
    Answer.FORGED: "Not genuine. The signature does not belong to this letter.",
    Answer.INCOMPLETE: "Not genuine. This kind of letter needs the signatures of two people.",
    Answer.MALFORMED: "This is not a code of a Desbumi letter, or it is damaged.",
}
